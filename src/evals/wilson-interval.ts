/** Φ⁻¹(0.975): for an interval of 95 %. */
const z = 1.959963984540054;

/**
 * Wilson's 95 % interval of a rate of independent trials: it stays within 0 to 1 and holds for few trials too.
 * @param successes of `trials`, which is above 0.
 * @see E. B. Wilson, JASA 22 (1927) 209–212; Brown, Cai, DasGupta, Statistical Science 16 (2001) 101–133
 */
export function wilsonInterval(successes: number, trials: number): [low: number, high: number] {
  const rate = successes / trials;
  const scale = 1 + (z * z) / trials;
  const centre = (rate + (z * z) / (2 * trials)) / scale;
  const reach = (z / scale) * Math.sqrt((rate * (1 - rate)) / trials + (z * z) / (4 * trials * trials));
  return [
    successes === 0 ? 0 : Math.max(0, centre - reach),
    successes === trials ? 1 : Math.min(1, centre + reach),
  ];
}

/** A share as people read it: `12 %`, `0.4 %`, `< 0.1 %`. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return "< 0.1 %";
  if (percent > 99.9 && percent < 100) return "> 99.9 %";
  return `${percent >= 10 ? Math.round(percent * 10) / 10 : Number(percent.toPrecision(2))} %`;
}

/** `0.32`: an effect, to two digits that matter. */
export function effectText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : String(value);
  const size = Math.abs(value);
  if (size >= 100) return String(Math.round(value));
  return size < 0.001 && size > 0 ? "< 0.001" : String(Number(value.toPrecision(size >= 1 ? 3 : 2)));
}

/** `= 0.03` or `< 0.001`, to stand behind `q` or `p`. */
export function chanceText(value: number): string {
  return value < 0.001 ? "< 0.001" : `= ${Number(value.toPrecision(2))}`;
}

const levels = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** Amounts as a word of bars from 0 up, one character each; whatever is above 0 shows. @param most the amount of a whole bar. */
export function levelBars(amounts: readonly number[], most: number): string {
  return amounts
    .map((amount) => {
      if (!(amount > 0) || !(most > 0)) return levels[0];
      const level = Math.round((amount / most) * (levels.length - 1));
      return levels[Math.min(levels.length - 1, Math.max(1, level))] ?? levels[0];
    })
    .join("");
}

/** What people say of an answer: pass or fail, or a whole number of a scale on which more is better. */
export type LabelScale = "pass" | { readonly low: number; readonly high: number };

/** The scale that is taken where the labels are numbers and nothing says another one. */
export const usualScale: LabelScale = { low: 1, high: 5 };

const mostSteps = 11;

/** @param text `pass`, or `1..5`. @returns undefined for what is no scale of 2 to 11 steps. */
export function parseScale(text: string): LabelScale | undefined {
  if (text === "pass") return "pass";
  const [, low = 0, high = 0] = (/^(-?\d{1,3})\.\.(-?\d{1,3})$/.exec(text) ?? []).map(Number);
  return high > low && high - low < mostSteps ? { low, high } : undefined;
}

/** As `parseScale` reads it. */
export function scaleText(scale: LabelScale): string {
  return scale === "pass" ? "pass" : `${scale.low}..${scale.high}`;
}

/** The categories by name, the worst first. */
export function categoriesOf(scale: LabelScale): readonly string[] {
  if (scale === "pass") return ["fail", "pass"];
  return Array.from({ length: scale.high - scale.low + 1 }, (_, step) => String(scale.low + step));
}

/** How good a category is: 0 for the worst, 1 for the best. @param category its place. */
export function worthOf(category: number, scale: LabelScale): number {
  return category / (categoriesOf(scale).length - 1);
}

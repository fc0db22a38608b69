/** A share that was typed as `90%`, as `90`, which means percent, or as `0.9`; undefined for anything else. @returns 0 or more. */
export function percentOf(text: string): number | undefined {
  const [, number, percent] = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)\s*$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const value = Number(number);
  return percent === "%" || value > 1 ? value / 100 : value;
}

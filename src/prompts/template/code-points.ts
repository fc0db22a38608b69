const surrogate = /[\ud800-\udfff]/;

/** How many characters a text has: code points, as Python counts. */
export function lengthOf(text: string): number {
  return surrogate.test(text) ? Array.from(text).length : text.length;
}

/** @param from @param to characters, as `Array.prototype.slice` takes them. */
export function sliceText(text: string, from?: number, to?: number): string {
  return surrogate.test(text) ? Array.from(text).slice(from, to).join("") : text.slice(from, to);
}

/** The character at a place, counted from the end if negative. */
export function characterAt(text: string, index: number): string | undefined {
  return surrogate.test(text) ? Array.from(text).at(index) : text.at(index);
}

/**
 * Orders two strings by their UTF-8 bytes. `Array.prototype.sort` orders by UTF-16 units, which differs as soon as one
 * string has a character above U+FFFF and the other one between U+E000 and U+FFFF.
 * @returns below, equal to or above 0.
 */
export function compareBytes(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const xSurrogate = x >= 0xd800 && x <= 0xdfff;
    const ySurrogate = y >= 0xd800 && y <= 0xdfff;
    if (xSurrogate !== ySurrogate) return xSurrogate ? 1 : -1;
    return x - y;
  }
  return a.length - b.length;
}

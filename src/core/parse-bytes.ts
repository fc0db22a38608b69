/** A size as people write it: `1048576`, `10 MB`, `1.5GB`, `64 MiB`, `10M`. */
export const byteTextPattern = /^(\d+(?:\.\d+)?)\s*(?:([kmgt])(i?))?b?$/i;

/**
 * The bytes that a size means; units are powers of 1,000, with an `i` (`MiB`) of 1,024.
 * @throws {RangeError} if it does not match `byteTextPattern`.
 */
export function parseBytes(size: string | number): number {
  if (typeof size === "number") return size;
  const match = byteTextPattern.exec(size);
  if (!match) throw new RangeError(`not a size: ${JSON.stringify(size)}`);
  const [, amount = "", prefix = "", binary] = match;
  const power = " kmgt".indexOf(prefix.toLowerCase() || " ");
  return Math.round(Number(amount) * (binary ? 1024 : 1000) ** power);
}

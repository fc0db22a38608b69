/**
 * A size with the sign of its value, a true minus; none where the size shows as 0.
 * @param size as it is to be shown, without a sign: `9.1 points`.
 */
export function signedText(value: number, size: string): string {
  if (Number.parseFloat(size) === 0) return size;
  return `${value < 0 ? "−" : "+"}${size}`;
}

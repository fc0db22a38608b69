/**
 * The first few of many, for a message: `a, b and 4 more`. Empty where there are none.
 * @param most how many are named: 1 or more. @param count writes how many are left out: plainly, if not given.
 */
export function fewOf(
  items: readonly string[],
  most: number,
  count: (left: number) => string = String,
): string {
  const named = items.slice(0, most).join(", ");
  const left = items.length - most;
  return left > 0 ? `${named} and ${count(left)} more` : named;
}

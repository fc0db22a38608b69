/** Whether lists and objects stand in one another more than `levels` deep: more than a recursive reader can bear. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inside) => isDeeperThan(inside, levels - 1));
}

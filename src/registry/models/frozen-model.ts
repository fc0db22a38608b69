/** Whether a path, from the repository's top, is the frozen file of a model's version: a pointer to its files. */
export function isFrozenModel(path: string): boolean {
  return /^models\/[^/]+\/versions\/[1-9]\d{0,8}\.yaml$/.test(path);
}

/** Where the baseline of a name lies, from the repository's top. */
export function baselinePath(name: string): string {
  return `drift/${name}.baseline.json`;
}

/** Where the monitor of a name lies, from the repository's top. */
export function monitorPath(name: string): string {
  return `drift/${name}.drift.yaml`;
}

import type { CiCommand, CiFacts } from "./facts.js";

/** The first of these commands that CI runs; one that runs by the clock, too, goes before others. */
export function ciRuns({ commands }: CiFacts, verbs: readonly string[]): CiCommand | undefined {
  const found = commands.filter(({ verb }) => verbs.includes(verb));
  return found.find(({ scheduled }) => scheduled) ?? found[0];
}

/** `mlx eval run in .github/workflows/mlx.yml:27`. */
export function whereOf({ verb, file, line }: CiCommand): string {
  return `mlx ${verb} in ${file}:${line}`;
}

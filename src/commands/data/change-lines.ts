import { displayPath } from "../../core/visible-text.js";
import type { FileChange } from "../../data/changes.js";
import type { Obstacle } from "../../data/plan-checkout.js";
import type { Theme } from "../../ui/theme.js";

const shownUnlessVerbose = 10;

/** A line for each file inside a directory that differs; the first ten, and how many more there are. */
export function changeLines(
  theme: Theme,
  changes: readonly FileChange[],
  obstacles: readonly Obstacle[],
  all: boolean,
): string[] {
  const marks = { added: theme.green("  + "), modified: theme.yellow("  ~ "), deleted: theme.red("  - ") };
  const lines = [
    ...changes
      .filter(({ path }) => path !== "")
      .map(({ path, kind }) => `${marks[kind]}${displayPath(path)}`),
    ...obstacles.map(
      ({ path, what }) => `${theme.red("  ! ")}${path === "" ? "" : `${displayPath(path)} `}is ${what}`,
    ),
  ];
  if (all || lines.length <= shownUnlessVerbose + 1) return lines;
  const rest = lines.length - shownUnlessVerbose;
  return [
    ...lines.slice(0, shownUnlessVerbose),
    `    … and ${rest.toLocaleString("en-US")} more (all with --verbose)`,
  ];
}

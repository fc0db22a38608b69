import { compareMaps } from "./compare/compared-row.js";
import { environmentFacts, packageFacts } from "./compare/run-facts.js";
import { isPlacing } from "./placing-variables.js";
import type { RunContext } from "./types.js";

/** A fact about the machine or its software that was another one for one of two runs. */
export interface EnvironmentDifference {
  /** Such as `interpreter`, `package numpy`, `$OMP_NUM_THREADS`, `cpu`. */
  readonly what: string;
  /** Null where there was none. */
  readonly recorded: string | null;
  readonly now: string | null;
}

/** What differs from computer to computer, or from day to day, and changes no result. */
const withoutEffect: ReadonlySet<string> = new Set(["memory", "mlx"]);

/**
 * What differs between the environments of two runs as far as it can change results.
 * @returns undefined where the environment of one of the two was not captured.
 */
export function environmentDifferences(
  recorded: RunContext,
  now: RunContext,
): EnvironmentDifference[] | undefined {
  if (recorded.environment === undefined || now.environment === undefined) return undefined;
  return compareMaps([environmentInEffect(recorded), environmentInEffect(now)]).flatMap(
    ({ key, values: [then, here], differs }) =>
      differs ? [{ what: key, recorded: then ?? null, now: here ?? null }] : [],
  );
}

/** What of the machine and its software can change results, by what it is. */
export function environmentInEffect(context: RunContext): Readonly<Record<string, string>> {
  const packages = Object.entries(packageFacts(context)).map(([name, version]) => [
    `package ${name}`,
    version,
  ]);
  // Without its image a container is known by its id alone, which is another one each time.
  const unnamed = context.environment?.container?.image === undefined;
  const counting = Object.entries(environmentFacts(context)).filter(
    ([what]) =>
      !withoutEffect.has(what) &&
      !(unnamed && what === "container") &&
      !(what.startsWith("$") && isPlacing(what.slice(1))),
  );
  return Object.fromEntries([...counting, ...packages]);
}

import type { ProjectFacts, ReleaseFacts } from "./facts.js";

/** Names under which people look for what is in use, the most telling first. */
const productionNames = ["production", "prod", "champion", "stable", "live", "main"];

/** The alias that stands for production among these; undefined where there is none. */
export function productionAlias(aliases: readonly string[]): string | undefined {
  const known = productionNames.find((name) => aliases.includes(name));
  return known ?? aliases[0];
}

/** What has an alias, or gates for one. */
export function liveReleases({ releases }: ProjectFacts): ReleaseFacts[] {
  return releases.filter(({ alias }) => alias !== undefined);
}

/** Where a gate is to be added, and which. @param gate as YAML: `scan: ok`. */
export function settingHint({ settings, alias }: ReleaseFacts, gate: string): string {
  return `add {${gate}} to ${alias} in ${settings}`;
}

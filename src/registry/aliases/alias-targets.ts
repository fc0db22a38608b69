import type { RegistryItem } from "../read-item.js";

/** The version that each alias names, by its pointer alone; null for a pointer that cannot be read. */
export function aliasTargets({ aliases }: RegistryItem): ReadonlyMap<string, string | null> {
  return new Map(aliases.map(({ alias, pointer }) => [alias, pointer.ok ? pointer.value.version : null]));
}

import type { RegistryItem } from "../read-item.js";

/** The aliases whose pointers name a version, by name; pointers that cannot be read name none. */
export function aliasesOfVersion({ aliases }: RegistryItem, version: string): string[] {
  return aliases.flatMap(({ alias, pointer }) =>
    pointer.ok && pointer.value.version === version ? [alias] : [],
  );
}

import type { Finding } from "../../core/finding.js";
import type { RegistryItem } from "../read-item.js";
import { registryFinding } from "./registry-finding.js";
import { verifyAliases } from "./verify-aliases.js";
import { verifyEvents } from "./verify-events.js";
import { verifyEvidence } from "./verify-evidence.js";
import { verifyVersions } from "./verify-versions.js";

/**
 * Everything that does not fit together: pointer, event, record and frozen bytes, the events among each other, one head for
 * each alias, the evidence that gates went by. Reads the frozen bytes. Each finding is an error; a hint says how to mend it.
 */
export function verifyItem(item: RegistryItem): Finding[] {
  const findings = [
    ...[...verifyVersions(item), ...verifyEvents(item), ...verifyAliases(item), ...verifyEvidence(item)],
    ...strays(item),
  ];
  return findings.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

function strays({ strays: files }: RegistryItem): Finding[] {
  const message = "this is no version, event, alias or evidence, and these folders hold nothing else";
  return files.map((file) => registryFinding("stray-file", file, message, "move it elsewhere, or delete it"));
}

/** Items of a noun whose names differ in upper and lower case alone. */
export function verifyNames(items: readonly RegistryItem[]): Finding[] {
  const seen = new Map<string, RegistryItem>();
  return items.flatMap((item) => {
    const key = `${item.noun}/${item.name.toLowerCase()}`;
    const other = seen.get(key);
    seen.set(key, item);
    if (other === undefined) return [];
    const message = `${other.name} and ${item.name} differ in upper and lower case alone: on many disks they are one folder`;
    return [registryFinding("wrong-name", item.folder, message, "rename one of the two")];
  });
}

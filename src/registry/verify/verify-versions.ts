import type { Finding } from "../../core/finding.js";
import { sha256Of } from "../../core/sha256.js";
import { checkoutWord } from "../checkout-word.js";
import { intactEvents } from "../events/heads.js";
import { publishCommand } from "../noun-commands.js";
import type { RegistryItem, VersionEntry } from "../read-item.js";
import type { VersionRecord } from "../types.js";
import { registryFinding, restoreHint } from "./registry-finding.js";
import { verifyArtifacts } from "./verify-artifacts.js";

/** Records, their frozen bytes and their publications. */
export function verifyVersions(item: RegistryItem): Finding[] {
  const published = new Map<string, string>();
  for (const { kind, target, id } of intactEvents(item)) {
    if (kind === "publish" && target !== undefined) published.set(target.record, id);
  }
  const some = item.events.some(({ event }) => !event.ok);
  return [
    ...item.versions.flatMap((entry) =>
      verifyVersion(item, entry, (record) => some || published.has(record)),
    ),
    ...publicationsWithoutRecord(item),
    ...caseClashes(item),
  ];
}

function verifyVersion(
  item: RegistryItem,
  entry: VersionEntry,
  isPublished: (record: string) => boolean,
): Finding[] {
  const { version, record: parsed, recordFile: file } = entry;
  if (parsed === undefined) return [frozenAlone(item, entry)];
  if (!parsed.ok)
    return [registryFinding("damaged-file", file, `the record ${parsed.problem}`, restoreHint(file), parsed)];
  const record = parsed.value;
  if (record.noun !== item.noun || record.name !== item.name || record.version !== version) {
    const message = `this is the record of the ${record.noun} ${record.name}@${record.version}: a file was renamed or copied`;
    return [registryFinding("wrong-name", file, message, restoreHint(file))];
  }
  const findings = verifyFrozen(item, entry, record);
  if (!isPublished(record.digest)) {
    const message = `the event that published version ${version} is not there: it was deleted, or the record was written by hand`;
    const hint = `bring the event back from git: git log --diff-filter=D --name-only -- ${checkoutWord(`${item.folder}/events`)}`;
    findings.push(registryFinding("missing-event", file, message, hint));
  }
  return findings;
}

function verifyFrozen(item: RegistryItem, entry: VersionEntry, record: VersionRecord): Finding[] {
  const { version, frozenFile: file } = entry;
  const bytes = item.tree.read(file);
  if (bytes === undefined) {
    const message = `the frozen copy of version ${version} is not there`;
    return [registryFinding("missing-frozen", file, message, restoreHint(file))];
  }
  const digest = sha256Of(bytes);
  if (digest === record.sha256 && bytes.byteLength === record.size)
    return item.noun === "model" ? verifyArtifacts(entry, record, bytes) : [];
  const converted = bytes.includes(0x0d)
    ? "; it has CRLF line ends, so git or an editor may have converted it"
    : "";
  const figures = `${bytes.byteLength} bytes with sha256 ${digest.slice(0, 12)}…, published were ${record.size} with ${record.sha256.slice(0, 12)}…`;
  const message = `version ${version} was changed after it was published: ${figures}${converted}`;
  return [registryFinding("changed-frozen", file, message, restoreHint(file))];
}

function frozenAlone(item: RegistryItem, { version, recordFile, frozenFile }: VersionEntry): Finding {
  const message = `the record of version ${version} is not there: it was deleted, or its publication was interrupted`;
  return registryFinding("missing-record", frozenFile, message, recordHint(item, version, recordFile));
}

/** Events that publish a version of which neither record nor frozen copy is there, or another record. */
function publicationsWithoutRecord(item: RegistryItem): Finding[] {
  const entries = new Map(item.versions.map((entry) => [entry.version, entry]));
  return item.events.flatMap(({ event, file }) => {
    if (!event.ok || event.value.kind !== "publish" || event.value.target === undefined) return [];
    const { version, record } = event.value.target;
    const found = entries.get(version)?.record;
    if (found && (!found.ok || found.value.digest === record)) return [];
    const path = `${item.folder}/versions/${version}.json`;
    if (found) {
      const message = `the event publishes version ${version}, but another record of it stands in its place`;
      const hint = `if two branches published it, the one that gives way is deleted: git rm ${checkoutWord(file)}; otherwise ${restoreHint(path)}`;
      return [registryFinding("missing-record", file, message, hint)];
    }
    const message = `the event publishes version ${version}, but its record is not there: it was deleted, or the publication was interrupted`;
    return [registryFinding("missing-record", file, message, recordHint(item, version, path))];
  });
}

function recordHint({ noun, name }: RegistryItem, version: string, file: string): string {
  const again = publishCommand(noun, name, version);
  return `${restoreHint(file)}; if the publication was interrupted, do it again: ${again}`;
}

/** `1.0.0-rc.1` and `1.0.0-RC.1` are one file where upper and lower case are the same. */
function caseClashes({ versions }: RegistryItem): Finding[] {
  const seen = new Map<string, string>();
  return versions.flatMap(({ version, recordFile }) => {
    const other = seen.get(version.toLowerCase());
    seen.set(version.toLowerCase(), version);
    if (other === undefined) return [];
    const message = `versions ${other} and ${version} differ in upper and lower case alone: on many disks they are one file`;
    return [registryFinding("wrong-name", recordFile, message, "keep one of the two")];
  });
}

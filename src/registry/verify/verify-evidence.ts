import type { Finding } from "../../core/finding.js";
import { checkoutWord } from "../checkout-word.js";
import { intactEvents } from "../events/heads.js";
import { evidencePrefix } from "../evidence/evidence.js";
import { eventFile, evidenceFile } from "../paths.js";
import type { EvidenceEntry, RegistryItem } from "../read-item.js";
import { registryFinding, restoreHint } from "./registry-finding.js";

/** Evidence by itself, against the versions that it speaks of, and against the events that went by it. */
export function verifyEvidence(item: RegistryItem): Finding[] {
  return [...item.evidence.flatMap((entry) => verifyEntry(item, entry)), ...missing(item)];
}

function verifyEntry(item: RegistryItem, { file, evidence: parsed }: EvidenceEntry): Finding[] {
  if (!parsed.ok)
    return [
      registryFinding("damaged-file", file, `the evidence ${parsed.problem}`, restoreHint(file), parsed),
    ];
  const { noun, name, version, record } = parsed.value;
  if (noun !== item.noun || name !== item.name) {
    const message = `this is evidence of the ${noun} ${name}: a file was copied`;
    return [registryFinding("wrong-name", file, message, "delete the copy")];
  }
  const found = item.versions.find((entry) => entry.version === version)?.record;
  if (found === undefined) {
    const message = `the evidence is of version ${version}, which is not there`;
    const hint = `${restoreHint(`${item.folder}/versions/${version}.json`)}; or delete the evidence`;
    return [registryFinding("evidence-version", file, message, hint)];
  }
  // A damaged record is named by itself.
  if (!found.ok || found.value.digest === record) return [];
  const message = `the evidence is of another record of version ${version} than the one that is there`;
  return [registryFinding("evidence-version", file, message, "delete it: it counts for nothing")];
}

/** Evidence that events name. */
function missing(item: RegistryItem): Finding[] {
  const there = new Set<string>(item.evidence.map(({ digest }) => digest));
  return intactEvents(item).flatMap(({ id, gates = [], evidence: seen = [] }) => {
    const named = gates
      .flatMap(({ evidence = [] }) => evidence)
      .filter((text) => text.startsWith(evidencePrefix))
      .map((text) => text.slice(evidencePrefix.length));
    return [...new Set([...named, ...seen])]
      .filter((digest) => !there.has(digest))
      .map((digest) => {
        const file = eventFile(item.noun, item.name, id);
        const message = `the event goes by the evidence ${digest.slice(0, 12)}…, which is not there: it was deleted`;
        const path = evidenceFile(item.noun, item.name, digest);
        const gone = `$(git log -1 --diff-filter=D --format=%H -- ${checkoutWord(path)})~`;
        const hint = `bring it back: git checkout ${gone} -- ${checkoutWord(path)}`;
        return registryFinding("missing-evidence", file, message, hint);
      });
  });
}

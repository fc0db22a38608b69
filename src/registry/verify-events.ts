import type { Finding } from "../core/finding.js";
import { isSha256 } from "../core/sha256.js";
import { shellQuote } from "../core/shell-quote.js";
import { eventEvidence } from "./gates.js";
import { decodeUtf8 } from "./parsed.js";
import type { EventEntry, RegistryItem } from "./read-item.js";
import { registryFinding, restoreHint } from "./registry-finding.js";
import type { EventKind, RegistryEvent } from "./types.js";

/** Events by themselves and among each other. */
export function verifyEvents(item: RegistryItem): Finding[] {
  const known = knownDigests(item);
  return item.events.flatMap((entry) => verifyEvent(item, entry, known));
}

/** Digests of the events that are there. A damaged one still says which it was, so that its children are not named too. */
function knownDigests(item: RegistryItem): Set<string> {
  const known = new Set<string>();
  for (const { file, event } of item.events) {
    const claimed = event.ok ? event.value.digest : claimedDigest(item.tree.read(file));
    if (claimed !== undefined) known.add(claimed);
  }
  return known;
}

function claimedDigest(bytes: Uint8Array | undefined): string | undefined {
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  const digest = text === undefined ? undefined : /"digest":\s*"([0-9a-f]*)"/.exec(text)?.[1];
  return digest !== undefined && isSha256(digest) ? digest : undefined;
}

function verifyEvent(
  item: RegistryItem,
  { file, id, event: parsed }: EventEntry,
  known: ReadonlySet<string>,
): Finding[] {
  if (!parsed.ok)
    return [registryFinding("damaged-file", file, `the event ${parsed.problem}`, restoreHint(file), parsed)];
  const event = parsed.value;
  if (event.id !== id || event.noun !== item.noun || event.name !== item.name) {
    const message = `this is the event ${event.id} of the ${event.noun} ${event.name}: a file was renamed or copied`;
    return [registryFinding("wrong-name", file, message, restoreHint(file))];
  }
  const lacking = lacks(event);
  if (lacking !== undefined) {
    const message = `this is an event of kind ${event.kind} without ${lacking}: mlx did not write it`;
    return [registryFinding("damaged-file", file, message, "delete it if nobody knows where it comes from")];
  }
  return [...event.parents, ...evidenceOf(event)]
    .filter((digest) => !known.has(digest))
    .map((digest) => {
      const message = `the event goes back to one with digest ${digest.slice(0, 12)}…, which is not there: it was deleted`;
      const hint = `bring it back: git log --diff-filter=D --name-only -- ${shellQuote(`${item.folder}/events`)}`;
      return registryFinding("missing-parent", file, message, hint);
    });
}

/** The approvals that gates counted. */
function evidenceOf({ gates = [] }: RegistryEvent): string[] {
  return gates
    .flatMap(({ evidence = [] }) => evidence)
    .flatMap((item) => (item.startsWith(eventEvidence) ? [item.slice(eventEvidence.length)] : []));
}

const needs: Readonly<Record<EventKind, readonly ("alias" | "target")[]>> = {
  publish: ["target"],
  alias: ["alias", "target"],
  rollback: ["alias", "target"],
  unalias: ["alias"],
  approve: ["target"],
  reject: ["target"],
  archive: ["target"],
};

function lacks(event: RegistryEvent): string | undefined {
  return needs[event.kind].find((key) => event[key] === undefined);
}

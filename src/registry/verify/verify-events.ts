import type { Finding } from "../../core/finding.js";
import { eventEvidence } from "../approvals/judge-approvals.js";
import { checkoutWord } from "../checkout-word.js";
import { digestOf } from "../format/sealed-json.js";
import type { EventEntry, RegistryItem } from "../read-item.js";
import type { EventKind, RegistryEvent } from "../types.js";
import { registryFinding, restoreHint } from "./registry-finding.js";

/** Events by themselves and among each other. */
export function verifyEvents(item: RegistryItem): Finding[] {
  const known = knownDigests(item);
  return item.events.flatMap((entry) => verifyEvent(item, entry, known));
}

/** Digests of the events that are there. A damaged one still says which it was, so that its children are not named too. */
function knownDigests(item: RegistryItem): Set<string> {
  const known = new Set<string>();
  for (const { file, event } of item.events) {
    const digests = event.ok ? [event.value.digest] : claimedDigests(item.tree.read(file));
    for (const digest of digests) known.add(digest);
  }
  return known;
}

/** What a damaged event says its digest is, and what it would be: only one of the two can be what was damaged. */
function claimedDigests(bytes: Uint8Array | undefined): string[] {
  const text = new TextDecoder("latin1").decode(bytes);
  const claimed = /"digest":\s*"([0-9a-f]{64})"/.exec(text)?.[1];
  const computed = computedDigest(text);
  return [...(claimed === undefined ? [] : [claimed]), ...(computed === undefined ? [] : [computed])];
}

function computedDigest(text: string): string | undefined {
  try {
    return digestOf(Object.fromEntries(Object.entries(Object(JSON.parse(text)))));
  } catch {
    return undefined; // not JSON any more, or nested deeper than anything that mlx writes
  }
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
  const failed = event.override === undefined && event.gates?.find(({ passed }) => !passed);
  if (failed) {
    const message = `the event moved ${event.alias} though ${failed.gate} failed, and overrides nothing: mlx did not write it`;
    return [registryFinding("damaged-file", file, message, "delete it if nobody knows where it comes from")];
  }
  return [...event.parents, ...evidenceOf(event)]
    .filter((digest) => !known.has(digest))
    .map((digest) => {
      const message = `the event goes back to one with digest ${digest.slice(0, 12)}…, which is not there: it was deleted`;
      const hint = `bring it back: git log --diff-filter=D --name-only -- ${checkoutWord(`${item.folder}/events`)}`;
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
  unarchive: ["target"],
};

function lacks(event: RegistryEvent): string | undefined {
  return needs[event.kind].find((key) => event[key] === undefined);
}

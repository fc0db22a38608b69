import { canonicalJson } from "../core/canonical-json.js";
import { isUlid } from "../core/ulid.js";
import { FieldProblem, Fields } from "./fields.js";
import type { Parsed } from "./parsed.js";
import { digestOf, readSealed } from "./sealed-json.js";
import { eventKinds, type GateOutcome, type RegistryEvent, registryNouns } from "./types.js";

/** The event with its digest. */
export function sealEvent(fields: Omit<RegistryEvent, "mlx" | "digest">): RegistryEvent {
  const sealed = { mlx: 1, ...fields } as const;
  return { ...sealed, digest: digestOf(sealed) };
}

/** The one text of an event's file. */
export function formatEvent(event: RegistryEvent): string {
  return canonicalJson(event);
}

const keys = [
  ...["mlx", "id", "kind", "noun", "name", "author", "time", "message", "parents"],
  ...["alias", "target", "previous", "gates", "override", "digest"],
];

/** Reads `events/<ulid>.json` strictly: any changed byte is a problem. */
export function parseEvent(bytes: Uint8Array): Parsed<RegistryEvent> {
  return readSealed(bytes, (value) => {
    const fields = new Fields(value, keys);
    const id = fields.text("id");
    if (!isUlid(id)) throw new FieldProblem("id", `"id" must be a ULID`);
    return {
      mlx: fields.formatVersion(),
      id,
      kind: fields.choice("kind", eventKinds),
      noun: fields.choice("noun", registryNouns),
      name: fields.text("name"),
      author: fields.person("author"),
      time: fields.time("time"),
      message: fields.text("message"),
      parents: fields.list("parents", (item) => new Fields({ parent: item }, ["parent"]).digest("parent")),
      ...(fields.has("alias") && { alias: fields.text("alias") }),
      ...(fields.has("target") && { target: fields.versionRef("target") }),
      ...(fields.has("previous") && { previous: fields.versionRef("previous") }),
      ...(fields.has("gates") && { gates: fields.list("gates", readGate) }),
      ...(fields.has("override") && { override: fields.text("override") }),
      digest: fields.digest("digest"),
    };
  });
}

function readGate(value: unknown): GateOutcome {
  const fields = new Fields(value, ["gate", "passed", "reason", "evidence"]);
  return {
    gate: fields.text("gate"),
    passed: fields.flag("passed"),
    reason: fields.text("reason"),
    ...(fields.has("evidence") && {
      evidence: fields.list("evidence", (item) =>
        new Fields({ evidence: item }, ["evidence"]).text("evidence"),
      ),
    }),
  };
}

import { canonicalJson } from "../../core/canonical-json.js";
import type { Sha256 } from "../../core/sha256.js";
import { isUlid } from "../../core/ulid.js";
import { FieldProblem, Fields } from "../format/fields.js";
import type { Parsed } from "../format/parsed.js";
import { digestOf, readSealed } from "../format/sealed-json.js";
import { eventKinds, type GateOutcome, type RegistryEvent, registryNouns } from "../types.js";

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
  ...["alias", "target", "previous", "gates", "evidence", "override", "digest"],
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
      parents: fields.list("parents", readDigest),
      ...(fields.has("alias") && { alias: fields.text("alias") }),
      ...(fields.has("target") && { target: fields.versionRef("target") }),
      ...(fields.has("previous") && { previous: fields.versionRef("previous") }),
      ...(fields.has("gates") && { gates: fields.list("gates", readGate) }),
      ...(fields.has("evidence") && { evidence: fields.list("evidence", readDigest) }),
      ...(fields.has("override") && { override: fields.text("override") }),
      digest: fields.digest("digest"),
    };
  });
}

function readDigest(value: unknown): Sha256 {
  return new Fields({ digest: value }, ["digest"]).digest("digest");
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

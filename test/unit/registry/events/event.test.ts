import { expect, test } from "vitest";
import { canonicalJson } from "../../../../src/core/canonical-json.js";
import { sha256Of } from "../../../../src/core/sha256.js";
import { asUlid } from "../../../../src/core/ulid.js";
import { formatEvent, parseEvent, sealEvent } from "../../../../src/registry/events/event.js";
import { ann } from "../../../support/registry-scene.js";

const target = { version: "1.0.0", record: sha256Of("r") };
const event = sealEvent({
  ...({
    id: asUlid("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
    kind: "alias",
    noun: "prompt",
    name: "p",
    author: ann,
  } as const),
  ...{ time: "2026-03-01T12:00:00.000Z", message: "", parents: [sha256Of("a"), sha256Of("b")] },
  ...{ alias: "stable", target, previous: { version: "0.9.0", record: sha256Of("q") } },
  gates: [{ gate: "approvals: 1", passed: false, reason: "0 of 1", evidence: ["event:x"] }],
  override: "an emergency",
});
const bytes = new TextEncoder().encode(formatEvent(event));

test("what is written is read back", () => {
  expect(parseEvent(bytes)).toEqual({ ok: true, value: event });
});

test("fields that an event lacks stay absent", () => {
  const { gates: _, override: __, previous: ___, digest: ____, mlx: _____, ...fields } = event;
  const small = sealEvent(fields);
  expect(parseEvent(new TextEncoder().encode(formatEvent(small)))).toEqual({ ok: true, value: small });
});

test("any byte that changes shows", () => {
  for (let at = 0; at < bytes.length; at++) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x01;
    expect(parseEvent(changed).ok, `byte ${at}`).toBe(false);
  }
});

test.each([
  ["an id that is no ULID", { id: "1" }],
  ["a kind that there is not", { kind: "promote" }],
  ["parents that are no digests", { parents: ["x"] }],
  ["parents that are no list", { parents: "x" }],
  ["a target without a record", { target: { version: "1.0.0" } }],
  ["a gate without a verdict", { gates: [{ gate: "lint", reason: "x" }] }],
  ["evidence that is a number", { gates: [{ gate: "lint", passed: true, reason: "x", evidence: [1] }] }],
  ["an alias that is null", { alias: null }],
])("%s is refused though the digest fits", (_, change) => {
  const { digest: __, ...fields } = { ...event, ...change };
  const text = canonicalJson({ ...fields, digest: sha256Of(canonicalJson(fields)) });
  expect(parseEvent(new TextEncoder().encode(text)).ok).toBe(false);
});

import { expect, test } from "vitest";
import { canonicalJson } from "../../../../src/core/canonical-json.js";
import { sha256Of } from "../../../../src/core/sha256.js";
import { formatRecord, parseRecord, sealRecord } from "../../../../src/registry/versions/record.js";
import { ann } from "../../../support/registry-scene.js";

const record = sealRecord({
  ...({ noun: "prompt", name: "p", version: "1.0.0", sha256: sha256Of("x"), size: 1, author: ann } as const),
  ...{
    time: "2026-03-01T12:00:00.000Z",
    message: "first, “ünïcode”",
    details: { model: "m", é: [1, { a: null }] },
  },
});
const bytes = new TextEncoder().encode(formatRecord(record));
const parse = (text: string) => parseRecord(new TextEncoder().encode(text));

test("what is written is read back, and its digest is that of the canonical JSON of the other fields", () => {
  expect(parseRecord(bytes)).toEqual({ ok: true, value: record });
  const { digest, ...others } = record;
  expect(digest).toBe(sha256Of(canonicalJson(others)));
});

test("any byte that changes shows", () => {
  for (let at = 0; at < bytes.length; at++) {
    for (const flip of [0x01, 0x20, 0x80]) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ flip;
      expect(parseRecord(changed).ok, `byte ${at} ^ ${flip}`).toBe(false);
    }
  }
});

test("bytes that are missing or too many show", () => {
  expect(parseRecord(bytes.subarray(0, -1)).ok).toBe(false);
  expect(parseRecord(new Uint8Array([...bytes, 10])).ok).toBe(false);
  expect(parseRecord(new Uint8Array()).ok).toBe(false);
  expect(parse(`\uFEFF${formatRecord(record)}`).ok).toBe(false);
});

test("a problem says where it stands", () => {
  const text = formatRecord(record);
  expect(parse(text.replaceAll("\n", "\r\n"))).toMatchObject({
    ok: false,
    problem: expect.stringContaining("CRLF"),
    line: 1,
  });
  expect(parse(text.replace('"size": 1', '"size": 2'))).toMatchObject({
    problem: expect.stringContaining("digest does not fit"),
    line: text.split("\n").findIndex((line) => line.includes('"digest"')) + 1,
    column: 3,
  });
  expect(parse(text.replace('"version": "1.0.0"', '"version":"1.0.0"'))).toMatchObject({
    problem: expect.stringContaining("not in the form"),
    line: text.split("\n").findIndex((line) => line.includes('"version"')) + 1,
  });
  expect(parse(`<<<<<<< HEAD\n${text}`)).toMatchObject({
    problem: expect.stringContaining("conflict"),
    line: 1,
  });
});

test.each([
  ["a key that mlx does not write", { extra: 1 }],
  ["a size that is text", { size: "1" }],
  ["a negative size", { size: -1 }],
  ["a digest that is none", { sha256: "abc" }],
  ["a time without a zone", { time: "2026-03-01T12:00:00" }],
  ["a time that is no moment", { time: "2026-13-41T12:00:00.000Z" }],
  ["an author without an address", { author: { name: "Ann" } }],
  ["an author who is text", { author: "Ann" }],
  ["a noun that there is not", { noun: "dataset" }],
  ["details that are a list", { details: [] }],
  ["another version of the format", { mlx: 2 }],
])("%s is refused though the digest fits", (_, change) => {
  const { digest: __, ...fields } = { ...record, ...change };
  const text = canonicalJson({ ...fields, digest: sha256Of(canonicalJson(fields)) });
  const parsed = parse(text);
  expect(parsed.ok).toBe(false);
});

test.each(["null", "[]", "1", '"x"', "{}"])("%s is no record", (text) => {
  expect(parse(`${text}\n`).ok).toBe(false);
});

test("brackets by the hundred thousand are a problem, not a crash", () => {
  const text = `${"[".repeat(100_000)}${"]".repeat(100_000)}\n`;
  expect(parse(text)).toEqual({ ok: false, problem: "is nested too deep to be read", line: 1, column: 1 });
});

import { expect, test } from "vitest";
import { sha256Of } from "../../../../src/core/sha256.js";
import { asUlid } from "../../../../src/core/ulid.js";
import { formatAliasLine, parseAliasLine } from "../../../../src/registry/aliases/alias-line.js";

const pointer = { version: "1.0.0-rc.1", record: sha256Of("r"), event: asUlid("01ARZ3NDEKTSV4RRFFQ69G5FAV") };
const line = formatAliasLine(pointer);
const parse = (text: string) => parseAliasLine(new TextEncoder().encode(text));

test("the line is version, digest and event", () => {
  expect(line).toBe(`1.0.0-rc.1 sha256:${sha256Of("r")} 01ARZ3NDEKTSV4RRFFQ69G5FAV\n`);
  expect(parse(line)).toEqual({ ok: true, value: pointer });
});

test.each([
  ["nothing", ""],
  ["a newline", "\n"],
  ["a version alone", "1.0.0\n"],
  ["no newline at the end", line.trimEnd()],
  ["a space at the end", line.replace("\n", " \n")],
  ["two spaces between", line.replace(" ", "  ")],
  ["no algorithm", line.replace("sha256:", "")],
  ["a digest in capitals", line.replace(/[0-9a-f]{64}/, (digest) => digest.toUpperCase())],
  ["an event in small letters", line.toLowerCase()],
  ["an empty version", line.replace("1.0.0-rc.1", "")],
])("%s is refused", (_, text) => {
  expect(parse(text).ok).toBe(false);
});

test("two lines, conflict markers and CRLF are named, each where it stands", () => {
  expect(parse(line + line)).toMatchObject({ problem: "has more than one line", line: 2, column: 1 });
  const conflict = `<<<<<<< HEAD\n${line}=======\n${line}>>>>>>> other\n`;
  expect(parse(conflict)).toMatchObject({ problem: expect.stringContaining("merge conflict"), line: 1 });
  expect(parse(line.replace("\n", "\r\n"))).toMatchObject({
    problem: expect.stringContaining("CRLF"),
    line: 1,
  });
  expect(parseAliasLine(new Uint8Array([0xff, 0xfe]))).toMatchObject({ problem: "is not UTF-8 text" });
});

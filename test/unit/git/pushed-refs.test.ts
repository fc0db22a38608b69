import { expect, test } from "vitest";
import { pushedRange, readPushedRefs } from "../../../src/git/pushed-refs.js";

const [a, b, none] = ["a".repeat(40), "b".repeat(40), "0".repeat(40)];

test("refs are read as git writes them: new, updated, deleted", () => {
  const input = `refs/heads/x ${a} refs/heads/x ${b}\nrefs/heads/y ${a} refs/heads/y ${none}\n(delete) ${none} refs/heads/z ${b}\n`;
  expect(readPushedRefs(input)).toEqual([{ local: a, remote: b }, { local: a }, { remote: b }]);
});

test("lines that are not of that form, and empty ones, are left out", () => {
  expect(readPushedRefs("\n--upload-pack=x\nrefs/heads/x zzz refs/heads/x 000\n")).toEqual([]);
});

test("the range is what is pushed without what the other side is known to have", () => {
  expect(pushedRange([{ local: a, remote: b }], "origin")).toEqual([
    "--ignore-missing",
    a,
    "--not",
    b,
    "--remotes=origin",
  ]);
});

test("of an address nothing is known", () => {
  expect(pushedRange([{ local: a }], "https://example.com/x.git")).toEqual(["--ignore-missing", a, "--not"]);
});

test("deleting refs brings nothing to the other side", () => {
  expect(pushedRange([{ remote: b }], "origin")).toBeUndefined();
  expect(pushedRange([], "origin")).toBeUndefined();
});

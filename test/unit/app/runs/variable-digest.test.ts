import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { variableDigest } from "../../../../src/app/runs/capture/variable-digest.js";
import { tempFolder } from "../../../support/temp-folder.js";

test("equal values have equal digests in one clone, others in another, and nobody else can read the key", () => {
  const [one, other] = [tempFolder(), tempFolder()];
  const digest = variableDigest(one);
  expect(digest("a")).toBe(variableDigest(one)("a"));
  expect(digest("a")).not.toBe(digest("b"));
  expect(digest("a")).not.toBe(variableDigest(other)("a"));
  expect(statSync(join(one, "variable-key")).mode & 0o077).toBe(0);
});

test("an empty key is replaced", () => {
  const folder = tempFolder();
  writeFileSync(join(folder, "variable-key"), "");
  variableDigest(folder);
  expect(statSync(join(folder, "variable-key")).size).toBe(32);
});

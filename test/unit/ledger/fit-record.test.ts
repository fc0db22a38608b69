import { describe, expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { begin, scratchLedger } from "./scratch-ledger.js";

const file = (path: string) => ({ path, sha256: sha256Of(path), size: path.length, loggedAt: 1 });

describe("what no bundle could carry is refused at the ledger's door, and nothing of its batch is kept", () => {
  test.each([
    [
      "a parameter without a key",
      { params: { lr: "1", "": "x" } },
      'the parameter "" cannot be kept: its key is empty',
    ],
    ["a tag without a key", { params: { lr: "1" }, tags: { "": "x" } }, 'the tag "" cannot be kept'],
    [
      "a key beyond measure",
      { params: { lr: "1", ["k".repeat(1_001)]: "x" } },
      "its key is longer than 1,000 characters",
    ],
    [
      "a value beyond measure",
      { params: { lr: "1", big: "x".repeat(2 ** 24 + 1) } },
      "its value is longer than 16,777,216 characters",
    ],
  ])("%s", async (_, batch, message) => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    expect(() => ledger.append(id, batch, 2)).toThrow(message);
    expect(ledger.record(id)?.params).toEqual({});
  });

  test("a tag set by hand", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    expect(() => ledger.setTag(id, "", "x", 2)).toThrow("cannot be kept");
  });
});

describe("artifacts", () => {
  test.each(["../a", "/a", "a//b", ".git/config", "a\\b", ""])("have no path %j", async (path) => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    expect(() => ledger.addArtifacts(id, [file("kept"), file(path)])).toThrow("cannot be kept: its path");
    expect(ledger.artifacts(id)).toEqual([]);
  });

  test.each([
    [["a"], "a/b", 'the artifact "a/b" cannot be kept: "a" is a file in this run'],
    [["a"], "a/b/c/d", '"a" is a file in this run'],
    [["a/b/c"], "a/b", 'the artifact "a/b" cannot be kept: "a/b" is a folder in this run'],
  ])("a file is not also a folder: %j, then %s", async (before, path, message) => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    ledger.addArtifacts(id, before.map(file));
    expect(() => ledger.addArtifacts(id, [file(path)])).toThrow(message);
    expect(ledger.artifacts(id).map((one) => one.path)).toEqual(before);
  });

  test("names that only begin alike are no folders of each other", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    const paths = ["a", "a.txt", "a-b/c", "a0", "b/a", "b/a0"];
    ledger.addArtifacts(id, paths.map(file));
    expect(ledger.artifacts(id)).toHaveLength(paths.length);
    ledger.addArtifacts(id, [file("a")]);
    expect(ledger.artifacts(id)).toHaveLength(paths.length);
  });
});

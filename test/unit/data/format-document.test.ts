import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { decodeEntryPath, encodeEntryPath } from "../../../src/data/entry-path.js";
import { formatPointer, parsePointer, readCanonicalPointer } from "../../../src/data/pointer.js";
import { buildTree, listingDigest } from "../../../src/data/tree.js";
import { walkTree } from "../../../src/data/walk-tree.js";

const document = readFileSync(new URL("../../../src/data/FORMAT.md", import.meta.url), "utf8");

interface Vector {
  readonly name: string;
  readonly sha256: string;
  readonly text: string;
}

const vectors: Vector[] = [
  ...document.matchAll(/^\*\*(.+)\*\*, SHA-256 `(\w+)`:\n\n```\w+\n([^`]*)```$/gm),
].map(([, name = "", sha256 = "", text = ""]) => ({ name, sha256, text }));
const pointers = vectors.filter(({ name }) => name.startsWith("pointer "));
const manifests = vectors.filter(({ name }) => name.startsWith("manifest "));

function textOf(name: string): string {
  const vector = vectors.find((each) => each.name === name);
  if (vector === undefined) throw new Error(`FORMAT.md has no vector ${name}`);
  return vector.text;
}

describe("the test vectors of FORMAT.md", () => {
  test("are all found", () => {
    expect(pointers).toHaveLength(5);
    expect(manifests).toHaveLength(3);
  });

  test.each(vectors)("$name has the digest that it says", ({ text, sha256 }) => {
    expect(sha256Of(text)).toBe(sha256);
  });

  test.each(pointers)("$name is canonical", async ({ text }) => {
    const pointer = readCanonicalPointer(text);
    expect(pointer).toBeDefined();
    expect(await parsePointer(`# a remark\n${text}`, "x.mlx")).toEqual(pointer);
    expect(pointer && formatPointer(pointer)).toBe(text);
  });

  test("list the same files as manifests", async () => {
    const listed = readCanonicalPointer(textOf("pointer directory"));
    const tree = readCanonicalPointer(textOf("pointer tree"));
    if (listed?.kind !== "directory" || !("entries" in listed)) throw new Error("not a listed directory");
    if (tree?.kind !== "directory" || !("tree" in tree)) throw new Error("not a tree");
    const built = buildTree(listed.entries);
    expect(built.root).toBe(tree.tree);
    expect(new Set(built.manifests.values())).toEqual(new Set(manifests.map(({ text }) => text)));
    const texts = new Map(manifests.map(({ sha256, text }) => [sha256, text]));
    const read = (sha256: string): Promise<string> => Promise.resolve(texts.get(sha256) ?? "");
    expect(await walkTree(tree.tree, read)).toEqual(listed.entries);
    expect(document).toContain(`\`pointer directory\` is \`${listingDigest(listed)}\``);
  });

  test("stand for the contents that it names", () => {
    for (const content of ["hello\n", "#!/bin/sh\n", "", "x", "y"]) {
      expect(textOf("pointer directory")).toContain(`${sha256Of(content)} ${content.length} `);
    }
  });

  const rows = [...document.matchAll(/^\| `(".*")` +\| `(.*)` +\|$/gm)].map(([, json, encoded]) => [
    json,
    encoded,
  ]);

  test("have every row of the table of paths", () => {
    expect(rows).toHaveLength(12);
  });

  test.each(rows)("path %s is %s", (json = "", encoded = "") => {
    const path: unknown = JSON.parse(json);
    expect(decodeEntryPath(encoded)).toBe(path);
    expect(encodeEntryPath(String(path))).toBe(encoded);
  });
});

import { describe, expect, test } from "vitest";
import { asSha256, type Sha256, sha256Of } from "../../../src/core/sha256.js";
import { sortEntries } from "../../../src/data/entry-list.js";
import { parseManifest, sealManifest } from "../../../src/data/manifest.js";
import { buildTree, directoryContent, listingDigest, type Tree } from "../../../src/data/tree.js";
import type { FileEntry } from "../../../src/data/types.js";
import { walkTree } from "../../../src/data/walk-tree.js";
import { entry, randomEntries, seededRandom } from "./seeded-entries.js";

const digest = sha256Of("data");

/** Reads from manifests in memory, and counts. */
function reader(...trees: readonly Tree[]): { read: (sha256: Sha256) => Promise<string>; seen: Sha256[] } {
  const seen: Sha256[] = [];
  const read = (sha256: Sha256): Promise<string> => {
    seen.push(sha256);
    const text = trees.map(({ manifests }) => manifests.get(sha256)).find((found) => found !== undefined);
    return text === undefined ? Promise.reject(new Error(`absent: ${sha256}`)) : Promise.resolve(text);
  };
  return { read, seen };
}

const sample = sortEntries([
  entry("a/b", "1"),
  entry("a.txt", "22"),
  entry("a/c/d", "333", "755"),
  entry("z", ""),
  entry("\uff5e", "x"),
  entry("😀/ n ", "y"),
]);

describe("a tree of manifests", () => {
  test("has one manifest for each folder, with names in byte order and the bytes below each folder", () => {
    const { root, manifests } = buildTree(sample);
    const c = `mlx-tree 1\n${sha256Of("333")} 3 755 d\n`;
    const a = `mlx-tree 1\n${sha256Of("1")} 1 644 b\n${sha256Of(c)} 3 tree c\n`;
    const smile = `mlx-tree 1\n${sha256Of("y")} 1 644 %20n%20\n`;
    const top = [
      "mlx-tree 1",
      `${sha256Of(a)} 4 tree a`,
      `${sha256Of("22")} 2 644 a.txt`,
      `${sha256Of("")} 0 644 z`,
      `${sha256Of("x")} 1 644 \uff5e`,
      `${sha256Of(smile)} 1 tree 😀`,
      "",
    ].join("\n");
    expect(manifests).toEqual(new Map([c, a, smile, top].map((text) => [sha256Of(text), text])));
    expect(root).toBe(sha256Of(top));
  });

  test("is walked in byte order of full paths, which is not the order of its lines", async () => {
    const tree = buildTree(sample);
    const walked = await walkTree(tree.root, reader(tree).read);
    expect(walked).toEqual(sample);
    expect(walked.map(({ path }) => path)).toEqual(["a.txt", "a/b", "a/c/d", "z", "\uff5e", "😀/ n "]);
  });

  test("of nothing is a manifest without lines", async () => {
    const tree = buildTree([]);
    expect([...tree.manifests.values()]).toEqual(["mlx-tree 1\n"]);
    expect(await walkTree(tree.root, reader(tree).read)).toEqual([]);
  });

  test("stores equal folders once and reads them once", async () => {
    const entries = ["x", "y", "z"].flatMap((folder) => [
      entry(`${folder}/1`, "1"),
      entry(`${folder}/2`, "2"),
    ]);
    const tree = buildTree(entries);
    expect(tree.manifests.size).toBe(2);
    const { read, seen } = reader(tree);
    const places: string[] = [];
    expect(await walkTree(tree.root, read, { onManifest: (_, prefix) => places.push(prefix) })).toEqual(
      entries,
    );
    expect(seen).toHaveLength(2);
    expect(places).toEqual(["", "x/", "y/", "z/"]);
  });

  test("survives a round trip for many awkward listings", async () => {
    const random = seededRandom(3);
    for (let i = 0; i < 150; i++) {
      const entries = randomEntries(random, Math.floor(random() * 40));
      const tree = buildTree(entries);
      expect(await walkTree(tree.root, reader(tree).read)).toEqual(entries);
      for (const [sha256, text] of tree.manifests) {
        expect(sealManifest([...parseManifest(text, "x")].reverse())).toMatchObject({ sha256, text });
      }
    }
  });

  test("refuses entries out of order, which would lose files", () => {
    expect(() => buildTree([entry("b", ""), entry("a", "")])).toThrow(RangeError);
    expect(() => buildTree([entry("a", ""), entry("a", "")])).toThrow(RangeError);
  });

  test("refuses more bytes than it can count", () => {
    const big = { sha256: digest, size: Number.MAX_SAFE_INTEGER, mode: "644" } as const;
    expect(() =>
      buildTree([
        { path: "a/1", ...big },
        { path: "a/2", ...big },
      ]),
    ).toThrow("more than mlx can count");
  });
});

describe("walking a part", () => {
  const tree = buildTree(sortEntries([...sample, entry("a/c/e/f", "q"), entry("ab/x", "w")]));
  const walk = async (under: string | string[]): Promise<{ paths: string[]; read: number }> => {
    const { read, seen } = reader(tree);
    const files = await walkTree(tree.root, read, { under });
    return { paths: files.map(({ path }) => path), read: seen.length };
  };

  test.each([
    ["a", ["a/b", "a/c/d", "a/c/e/f"], 4],
    ["a/c", ["a/c/d", "a/c/e/f"], 4],
    ["a/c/d", ["a/c/d"], 3],
    ["a.txt", ["a.txt"], 1],
    ["absent/x", [], 1],
    ["z/x", [], 1],
  ])("under %s reads the branches that it needs and no others", async (under, paths, read) => {
    expect(await walk(under)).toEqual({ paths, read });
  });

  test("under several paths gives each file once, in order", async () => {
    expect((await walk(["z", "a/b", "a", "ab"])).paths).toEqual(["a/b", "a/c/d", "a/c/e/f", "ab/x", "z"]);
  });
});

describe("what a manifest may not be", () => {
  const one = `${digest} 4 644 a\n`;
  test.each([
    ["empty", "", "1:1: this is not a directory manifest"],
    ["of a newer version", "mlx-tree 2\n", "1:1: written by a newer mlx: manifest version 2"],
    ["without a final line end", `mlx-tree 1\n${one}`.trimEnd(), "2:1: a line must read"],
    ["with a blank line", `mlx-tree 1\n${one}\n`, "3:1: a line must read"],
    ["with CRLF", `mlx-tree 1\n${one.replace("\n", "\r\n")}`, "2:1:"],
    ["out of order", `mlx-tree 1\n${digest} 4 644 b\n${one}`, '3:1: the name "a" is out of order'],
    [
      "with a name twice",
      `mlx-tree 1\n${one}${digest} 4 tree a\n`,
      '3:1: the name "a" is out of order or repeated',
    ],
    ["with a leading zero", `mlx-tree 1\n${digest} 04 644 a\n`, "2:1: 04 is not a size"],
    [
      "with an unsafe size",
      `mlx-tree 1\n${digest} 9007199254740992 644 a\n`,
      "2:1: 9007199254740992 is not a size",
    ],
    ["with another mode", `mlx-tree 1\n${digest} 4 600 a\n`, "2:1: a line must read"],
    ["with a path for a name", `mlx-tree 1\n${digest} 4 644 a/b\n`, '2:1: the name "a/b" has a slash'],
    [
      "with a name that climbs",
      `mlx-tree 1\n${digest} 4 tree ..\n`,
      '2:1: the name ".." leaves its directory',
    ],
    ["with git's directory", `mlx-tree 1\n${digest} 4 tree .GIT\n`, '2:1: the name ".GIT" names git\'s own'],
    ["with needless encoding", `mlx-tree 1\n${digest} 4 644 %41\n`, '2:1: the name "%41" is not encoded'],
  ])("%s", (_, text, message) => {
    expect(() => parseManifest(text, "objects/x")).toThrow(`objects/x:${message}`);
  });

  const rooted = (
    text: string,
    below: Record<string, string> = {},
  ): [Sha256, (sha256: Sha256) => Promise<string>] => {
    const texts = new Map([text, ...Object.values(below)].map((each) => [sha256Of(each), each]));
    return [sha256Of(text), (sha256) => Promise.resolve(texts.get(sha256) ?? "")];
  };

  test("other than its digest says", async () => {
    const walk = walkTree(digest, () => Promise.resolve("mlx-tree 1\n"));
    await expect(walk).rejects.toMatchObject({
      code: "MLX_CORRUPT_OBJECT",
      message: expect.stringContaining(digest),
    });
  });

  test("of another size than the manifest above says", async () => {
    const child = `mlx-tree 1\n${one}`;
    const [root, read] = rooted(`mlx-tree 1\n${sha256Of(child)} 5 tree d\n`, { child });
    await expect(walkTree(root, read)).rejects.toMatchObject({
      code: "MLX_INVALID_MANIFEST",
      message: expect.stringContaining("the files of d/ add up to 4 bytes; the manifest above says 5"),
    });
  });

  test("an empty folder below another", async () => {
    const child = "mlx-tree 1\n";
    const [root, read] = rooted(`mlx-tree 1\n${sha256Of(child)} 0 tree d\n`, { child });
    await expect(walkTree(root, read)).rejects.toThrow("the folder d/ is empty");
  });

  test("a drive's root on Windows", async () => {
    const child = `mlx-tree 1\n${one}`;
    const [root, read] = rooted(`mlx-tree 1\n${sha256Of(child)} 4 tree C:\n`, { child });
    await expect(walkTree(root, read)).rejects.toThrow('the path "C:/x" is absolute');
  });

  test("a path that is absolute on Windows", async () => {
    const [root, read] = rooted(`mlx-tree 1\n${digest} 4 644 \\\\server\\share\n`);
    await expect(walkTree(root, read)).rejects.toThrow("is absolute");
  });

  test("nested deeper than a path can be long", async () => {
    const entries = [entry(`${"d/".repeat(2100)}f`, "x")];
    const tree = buildTree(entries);
    await expect(walkTree(tree.root, reader(tree).read)).rejects.toThrow("longer than 4,096 bytes");
  });
});

test("manifests that name each other over and over are refused before they fill the memory", async () => {
  const manifests = new Map<Sha256, string>();
  const leaf = sealManifest([{ kind: "file", name: "f", sha256: sha256Of(""), size: 0, mode: "644" }]);
  manifests.set(leaf.sha256, leaf.text);
  let below = leaf;
  for (let level = 0; level < 8; level++) {
    const entries = Array.from({ length: 16 }, (_, i) => {
      return { kind: "tree", name: i.toString(16), sha256: below.sha256, size: 0 } as const;
    });
    below = sealManifest(entries);
    manifests.set(below.sha256, below.text);
  }
  const read = async (sha256: Sha256) => manifests.get(sha256) ?? "";
  await expect(walkTree(below.sha256, read)).rejects.toThrow("lists more than 10000000 files and folders");
});

describe("a change in a tree", () => {
  test("gives new manifests to the folders above it alone", () => {
    const entries = Array.from({ length: 100 }, (_, i) => entry(`d${i % 10}/e${i % 5}/f${i}`, `${i}`));
    const before = buildTree(sortEntries(entries));
    const after = buildTree(sortEntries([...entries, entry("d3/e3/new", "new")]));
    const fresh = [...after.manifests.keys()].filter((digest) => !before.manifests.has(digest));
    expect(fresh).toHaveLength(3);
  });
});

describe("a directory's content", () => {
  const many = (count: number): FileEntry[] =>
    Array.from({ length: count }, (_, i) => entry(`${i}`.padStart(5, "0"), `${i}`));

  test("is listed up to 5,000 files, in byte order, and a tree beyond", () => {
    const listed = directoryContent(many(5000).reverse(), "meta:\n  a: 1\n");
    expect(listed.pointer).toEqual({ kind: "directory", entries: many(5000), meta: "meta:\n  a: 1\n" });
    expect(listed.manifests.size).toBe(0);
    const tree = directoryContent(many(5001));
    expect(tree.pointer).toEqual({ kind: "directory", tree: buildTree(many(5001)).root });
    expect(tree.manifests.size).toBe(1);
  });

  test("has an identity that does not depend on the user's block", () => {
    const entries = [entry("a", "1"), entry("b", "2")];
    const lines = `${sha256Of("1")} 1 644 a\n${sha256Of("2")} 1 644 b\n`;
    expect(listingDigest(entries)).toBe(sha256Of(lines));
    expect(listingDigest({ kind: "directory", entries, meta: "meta:\n  a: 1\n" })).toBe(sha256Of(lines));
    const tree = asSha256("a".repeat(64));
    expect(listingDigest({ kind: "directory", tree, meta: "meta: {}\n" })).toBe(tree);
  });
});

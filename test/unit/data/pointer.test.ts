import { describe, expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import {
  formatPointer,
  looksLikePointer,
  parsePointer,
  readCanonicalPointer,
} from "../../../src/data/pointer.js";
import type { Pointer } from "../../../src/data/types.js";
import { entry, randomEntries, seededRandom } from "./seeded-entries.js";

const digest = sha256Of("data");
const other = sha256Of("other");
const fileText = `mlx: 1\nkind: file\nsha256: ${digest}\nsize: 4\n`;
const filePointer: Pointer = { kind: "file", sha256: digest, size: 4, mode: "644" };

describe("canonical encoding", () => {
  const meta = "meta:\n  description: 2 sets, see https://example.org/x\n  license: MIT\n";
  const samples: [string, Pointer, string][] = [
    ["a file", filePointer, fileText],
    ["an executable file", { ...filePointer, mode: "755" }, `${fileText}mode: 755\n`],
    ["a file with a user's block", { ...filePointer, meta }, fileText + meta],
    ["an empty directory", { kind: "directory", entries: [] }, "mlx: 1\nkind: directory\nentries: |\n"],
    [
      "an empty directory with a user's block",
      { kind: "directory", entries: [], meta },
      `mlx: 1\nkind: directory\nentries: |\n${meta}`,
    ],
    [
      "a directory",
      { kind: "directory", entries: [entry("a b.txt", "A"), entry("run\n.sh", "", "755")] },
      `mlx: 1\nkind: directory\nentries: |\n  ${sha256Of("A")} 1 644 a b.txt\n  ${sha256Of("")} 0 755 run%0A.sh\n`,
    ],
    ["a tree", { kind: "directory", tree: digest }, `mlx: 1\nkind: directory\ntree: ${digest}\n`],
    [
      "a tree with a user's block",
      { kind: "directory", tree: digest, meta },
      `mlx: 1\nkind: directory\ntree: ${digest}\n${meta}`,
    ],
  ];

  test.each(samples)("of %s is written and read without a YAML parser", (_, pointer, text) => {
    expect(formatPointer(pointer)).toBe(text);
    expect(readCanonicalPointer(text)).toEqual(pointer);
  });

  test("sorts entries by the bytes of their paths, not by UTF-16 units", () => {
    const text = formatPointer({
      kind: "directory",
      entries: [
        entry("😀", "1"),
        entry("\uff5e", "2"),
        entry("z", "3"),
        entry("a/b", "4"),
        entry("a.txt", "5"),
      ],
    });
    const names = text
      .trimEnd()
      .split("\n")
      .slice(3)
      .map((line) => line.replace(/^ {2}\S+ \S+ \S+ /, ""));
    expect(names).toEqual(["a.txt", "a/b", "z", "\uff5e", "😀"]);
    expect(readCanonicalPointer(text)).toBeDefined();
  });

  test("survives a round trip through both readers, for many awkward listings", async () => {
    const random = seededRandom(7);
    for (let i = 0; i < 150; i++) {
      const entries = randomEntries(random, Math.floor(random() * 30));
      const text = formatPointer({ kind: "directory", entries });
      expect(readCanonicalPointer(text)).toEqual({ kind: "directory", entries });
      const edited = `# a remark\n${text}`;
      expect(readCanonicalPointer(edited)).toBeUndefined();
      const reread = await parsePointer(edited, "x.mlx");
      expect(formatPointer(reread)).toBe(text);
    }
  });

  test("holds more than 5,000 entries if it must", () => {
    const entries = Array.from({ length: 6000 }, (_, i) => entry(`f${String(i).padStart(5, "0")}`, `${i}`));
    const text = formatPointer({ kind: "directory", entries });
    expect(readCanonicalPointer(text)).toEqual({ kind: "directory", entries });
  });

  test.each([
    ["a comment", `# x\n${fileText}`],
    ["CRLF", fileText.replaceAll("\n", "\r\n")],
    ["no final line end", fileText.trimEnd()],
    ["the default mode", `${fileText}mode: 644\n`],
    ["a leading zero", fileText.replace("size: 4", "size: 04")],
    ["an unsafe size", fileText.replace("size: 4", "size: 9007199254740993")],
    ["upper-case digits", fileText.replace(digest, digest.toUpperCase())],
    [
      "entries out of order",
      `mlx: 1\nkind: directory\nentries: |\n  ${digest} 4 644 b\n  ${digest} 4 644 a\n`,
    ],
    ["a path twice", `mlx: 1\nkind: directory\nentries: |\n  ${digest} 4 644 a\n  ${digest} 4 644 a\n`],
    [
      "a file that is a folder",
      `mlx: 1\nkind: directory\nentries: |\n  ${digest} 4 644 a\n  ${digest} 4 644 a.b\n  ${digest} 4 644 a/b\n`,
    ],
    ["an escape", `mlx: 1\nkind: directory\nentries: |\n  ${digest} 4 644 ../a\n`],
    ["a user's block that repeats a key", `${fileText}meta:\n  a: 1\n  a: 2\n`],
    ["something after the fields", `${fileText}\n`],
  ])("does not include %s", (_, text) => {
    expect(readCanonicalPointer(text)).toBeUndefined();
  });
});

describe("YAML that means the same", () => {
  const directory = (entries: Pointer): string => formatPointer(entries);
  test.each([
    ["another key order", `kind: file\nsize: 4\nmlx: 1\nsha256: ${digest}\n`, fileText],
    ["comments and a document start", `---\n# x\n${fileText}# y\n`, fileText],
    ["CRLF", fileText.replaceAll("\n", "\r\n"), fileText],
    ["a byte order mark", `\ufeff${fileText}`, fileText],
    [
      "quotes",
      `mlx: "1"\nkind: 'file'\nsha256: "${digest}"\nsize: "4"\nmode: "755"\n`,
      `${fileText}mode: 755\n`,
    ],
    ["flow style", `{mlx: 1, kind: file, sha256: ${digest}, size: 4}`, fileText],
    ["the default mode", `${fileText}mode: 644\n`, fileText],
    ["no final line end", fileText.trimEnd(), fileText],
    [
      "an anchor and its alias",
      `mlx: &one 1\nkind: file\nsha256: ${digest}\nsize: *one\n`,
      fileText.replace("4", "4").replace("size: 4", "size: 1"),
    ],
    [
      "unsorted entries, blank lines and deeper indentation",
      `mlx: 1\nkind: directory\nentries: |\n    ${digest} 4 644 b\n\n    ${digest} 4 755 a\n`,
      directory({
        kind: "directory",
        entries: [
          { path: "a", sha256: digest, size: 4, mode: "755" },
          { path: "b", sha256: digest, size: 4, mode: "644" },
        ],
      }),
    ],
    [
      "quoted entries",
      `mlx: 1\nkind: directory\nentries: "${digest} 4 644 a\\n"\n`,
      directory({ kind: "directory", entries: [{ path: "a", sha256: digest, size: 4, mode: "644" }] }),
    ],
    ["empty entries", "mlx: 1\nkind: directory\nentries: ''\n", "mlx: 1\nkind: directory\nentries: |\n"],
    ["absent entries", "mlx: 1\nkind: directory\nentries:\n", "mlx: 1\nkind: directory\nentries: |\n"],
  ])("is read: %s", async (_, text, canonical) => {
    expect(formatPointer(await parsePointer(text, "x.mlx"))).toBe(canonical);
  });

  test("keeps a digest that YAML would take for a number", async () => {
    const numeric = `${"1".repeat(30)}e${"2".repeat(33)}`;
    const text = `# x\n${fileText.replace(digest, numeric)}`;
    expect(await parsePointer(text, "x.mlx")).toMatchObject({ sha256: numeric });
  });
});

describe("the user's meta block", () => {
  const blocks = [
    "meta:\n  license: MIT\n",
    "meta:\n  # why\n  description: |\n    two\n\n    lines: yes\n  tags: [a, b]\n  size: 0x10\n",
    'meta:\n  "odd key": "\\u00e9"\n\n\n# the end\n',
    "meta: {license: MIT, source: 'https://example.org'}\n",
    "meta:\n    deep:\n        deeper: &a 1\n        again: *a\n",
    "meta: {}\n",
  ];
  test.each(blocks)("is kept byte for byte: %j", async (meta) => {
    for (const body of [
      fileText,
      "mlx: 1\nkind: directory\nentries: |\n",
      `mlx: 1\nkind: directory\ntree: ${digest}\n`,
    ]) {
      const pointer = await parsePointer(body + meta, "x.mlx");
      expect(pointer.meta).toBe(meta);
      expect(formatPointer(pointer)).toBe(body + meta);
    }
  });

  test("moves to the end when it stands elsewhere", async () => {
    const text = `mlx: 1\nkind: file\n"meta":\n  a: 1 # one\nsha256: ${digest}\nsize: 4`;
    const pointer = await parsePointer(text, "x.mlx");
    expect(formatPointer(pointer)).toBe(`${fileText}meta:\n  a: 1 # one\n`);
    expect(await parsePointer(formatPointer(pointer), "x.mlx")).toEqual(pointer);
  });

  test.each([
    ["meta: text\n", "mapping"],
    ["meta:\n", "mapping"],
    ["meta:\n  - a\n", "mapping"],
    ["meta:\n  a: 1\n  a: 2\n", "appears twice"],
  ])("is refused if it is no mapping: %j", async (meta, message) => {
    await expect(parsePointer(fileText + meta, "x.mlx")).rejects.toThrow(message);
  });

  test("is refused if it needs an anchor outside of it", async () => {
    const text = `mlx: &v 1\nkind: file\nsha256: ${digest}\nsize: 4\nmeta:\n  v: *v\n`;
    await expect(parsePointer(text, "x.mlx")).rejects.toThrow(
      "x.mlx:5:1: meta may not refer to an anchor outside of it",
    );
  });

  test("is refused in a pointer that is written in braces", async () => {
    const text = `{mlx: 1, kind: file, sha256: ${digest}, size: 4, meta: {a: 1}}`;
    await expect(parsePointer(text, "x.mlx")).rejects.toThrow("meta must stand on its own");
  });
});

describe("refusals", () => {
  const list = (...lines: string[]): string =>
    `mlx: 1\nkind: directory\nentries: |\n${lines.map((line) => `  ${line}\n`).join("")}`;
  const sound = `${digest} 4 644`;

  test.each([
    ["an empty file", "", "1:1: the pointer is empty"],
    ["no mapping", "hello\n", "1:1: this is not a pointer"],
    ["a list", "- a\n", "1:1: this is not a pointer"],
    ["a missing version", fileText.replace("mlx: 1\n", ""), "1:1: this is not a pointer"],
    [
      "a newer version",
      fileText.replace("mlx: 1", "mlx: 2"),
      "1:6: written by a newer mlx: pointer version 2",
    ],
    ["no version", fileText.replace("mlx: 1", "mlx: one"), '1:6: "one" is not a pointer version'],
    [
      "a wrong kind",
      fileText.replace("file", "fil"),
      '2:7: the kind must be file or directory, not "fil"; did you mean file?',
    ],
    ["a missing kind", fileText.replace("kind: file\n", ""), "1:1: kind is missing"],
    ["a missing digest", fileText.replace(/sha256.*\n/, ""), "1:1: sha256 is missing"],
    ["a missing size", fileText.replace(/size.*\n/, ""), "1:1: size is missing"],
    ["an unknown key", `${fileText}mdoe: 755\n`, '5:1: unknown key "mdoe"; did you mean mode?'],
    ["a strange key", `${fileText}colour: red\n`, '5:1: unknown key "colour"'],
    ["another kind's key", `${fileText}entries: ''\n`, "5:1: a file pointer has no entries"],
    ["a key twice", `${fileText}size: 5\n`, "5:1: the key size appears twice"],
    ["a short digest", fileText.replace(digest, "abc"), '3:9: "abc" is not a SHA-256 digest'],
    ["an upper-case digest", fileText.replace(digest, digest.toUpperCase()), "3:9:"],
    ["a negative size", fileText.replace("size: 4", "size: -1"), '4:7: "-1" is not a size'],
    ["a fraction", fileText.replace("size: 4", "size: 1.5"), '4:7: "1.5" is not a size'],
    ["hexadecimal", fileText.replace("size: 4", "size: 0x10"), '4:7: "0x10" is not a size'],
    [
      "a size over 2^53 - 1",
      fileText.replace("size: 4", "size: 9007199254740992"),
      '4:7: "9007199254740992" is not a size',
    ],
    ["a wrong mode", `${fileText}mode: 777\n`, '5:7: "777" is not a mode'],
    ["a list of sizes", fileText.replace("size: 4", "size: [4]"), "4:7: size must have a single value"],
    ["broken YAML", `${fileText}mode: "755\n`, "6:1: Missing closing"],
    ["two documents", `${fileText}---\n${fileText}`, "5:1:"],
    ["a complex key", `${fileText}[a]: b\n`, "5:1: a key must be a word"],
    [
      "neither entries nor tree",
      "mlx: 1\nkind: directory\n",
      "1:1: a directory pointer needs entries or a tree",
    ],
    [
      "entries and tree",
      `${list(`${sound} a`)}tree: ${digest}\n`,
      "5:1: a directory pointer has entries or a tree, not both",
    ],
    ["a wrong tree", "mlx: 1\nkind: directory\ntree: x\n", '3:7: "x" is not a SHA-256 digest'],
    [
      "entries that are a list",
      `mlx: 1\nkind: directory\nentries:\n  - a\n`,
      "4:3: entries must be a block of text",
    ],
    [
      "a line without fields",
      list(`${sound} a`, "hello"),
      "5:3: an entry must read <sha256> <size> <mode> <path>",
    ],
    ["a line without a path", list(`${sound} `), "4:3: an entry must read"],
    ["an entry's digest", list("xyz 4 644 a"), '4:3: "xyz" is not a SHA-256 digest'],
    ["an entry's size", list(`${digest} 4.0 644 a`), '4:68: "4.0" is not a size'],
    ["an entry's size over 2^53 - 1", list(`${digest} 99999999999999999 644 a`), "4:68:"],
    ["an entry's mode", list(`${digest} 4 640 a`), '4:70: "640" is not a mode'],
    ["an absolute path", list(`${sound} /etc/passwd`), '4:74: the path "/etc/passwd" is absolute'],
    ["a path that climbs", list(`${sound} a/../../b`), '4:74: the path "a/../../b" leaves its directory'],
    [
      "git's directory",
      list(`${sound} .git/hooks/x`),
      '4:74: the path ".git/hooks/x" names git\'s own directory',
    ],
    ["an empty part", list(`${sound} a//b`), '4:74: the path "a//b" has an empty part'],
    ["a NUL", list(`${sound} a%00`), '4:74: the path "a\\u0000" has a NUL character'],
    ["needless encoding", list(`${sound} %41`), '4:74: the path "%41" is not encoded as mlx writes it'],
    ["lower-case encoding", list(`${sound} a%0ab`), '4:74: the path "a%0ab" is not encoded'],
    ["a hidden slash", list(`${sound} a%2F..`), '4:74: the path "a%2F.." is not encoded'],
    [
      "a path twice",
      list(`${sound} b`, `${sound} a`, `${sound} b`),
      '6:74: the path "b" is listed twice (see line 4)',
    ],
    [
      "a file that is a folder",
      list(`${sound} a/b`, `${sound} a.b`, `${sound} a`),
      '4:74: "a" is a file (line 6) and a folder ("a/b")',
    ],
  ])("%s", async (_, text, message) => {
    const error = await parsePointer(text, "data/x.mlx").then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: "MlxError", code: "MLX_INVALID_POINTER", exitCode: 2 });
    expect(error).toHaveProperty("message", expect.stringContaining(`data/x.mlx:${message}`));
    expect(error).toHaveProperty("at.file", "data/x.mlx");
    expect(error).toHaveProperty("hint", expect.stringMatching(/\w/));
  });

  test("come all at once, in the order of their places", async () => {
    const text = `mlx: 1\nkind: file\nsha256: nope\nsize: many\nmode: 700\ncolor: red\n`;
    const error: unknown = await parsePointer(text, "x.mlx").catch((reason: unknown) => reason);
    expect(error).toHaveProperty(
      "message",
      expect.stringMatching(/^x\.mlx:3:9: .* \(and 3 more problems\)$/),
    );
    expect(error).toMatchObject({
      at: { file: "x.mlx", line: 3, column: 9 },
      problems: [{ line: 3 }, { line: 4, column: 7 }, { line: 5, column: 7 }, { line: 6, column: 1 }],
    });
  });

  test("name every bad entry", async () => {
    const error: unknown = await parsePointer(
      list("a", `${sound} ..`, `${sound} fine`, `x 4 644 b`),
      "x.mlx",
    ).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ problems: [{ line: 4 }, { line: 5, column: 74 }, { line: 7, column: 3 }] });
  });

  test("keep their places under CRLF", async () => {
    const text = fileText.replace("size: 4", "size: x").replaceAll("\n", "\r\n");
    await expect(parsePointer(text, "x.mlx")).rejects.toThrow("x.mlx:4:7:");
  });

  test("tell to update for a newer version, and nothing else", async () => {
    const error: unknown = await parsePointer("mlx: 3\nkind: shards\nnew: key\n", "x.mlx").catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ hint: "update mlx", problems: [{ line: 1 }] });
  });

  test.each([
    ["git's markers", `<<<<<<< HEAD\nsha256: ${digest}\n=======\nsha256: ${other}\n>>>>>>> topic\n`],
    ["the base too", `<<<<<<< HEAD\na\n||||||| base\nb\n=======\nc\n>>>>>>> topic\n`],
    ["longer markers", `<<<<<<<<<<<<< HEAD\na\n=============\nb\n>>>>>>>>>>>>> topic\n`],
    ["a marker that was left behind", ">>>>>>> topic\n"],
  ])("of a conflict say where it is: %s", async (_, block) => {
    const error: unknown = await parsePointer(`mlx: 1\nkind: file\n${block}size: 4\n`, "x.mlx").catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      message: "x.mlx:3:1: merge conflict in the pointer",
      at: { line: 3, column: 1 },
    });
    expect(error).toHaveProperty("hint", expect.stringContaining("x.mlx"));
  });
});

describe("a file named *.mlx", () => {
  test("is not a pointer if it is a zip archive, as MATLAB's live scripts are", () => {
    expect(looksLikePointer(Buffer.from("PK\u0003\u0004rest"))).toBe(false);
    expect(looksLikePointer(Buffer.from(fileText))).toBe(true);
    expect(looksLikePointer(Buffer.from("PK"))).toBe(true);
    expect(looksLikePointer(new Uint8Array())).toBe(true);
  });
});

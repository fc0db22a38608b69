import { describe, expect, test } from "vitest";
import { type ExpandedPointer, mergePointers } from "../../../src/data/merge.js";
import { renderConflict } from "../../../src/data/merge-conflict.js";
import { formatPointer, parsePointer } from "../../../src/data/pointer.js";
import type { FileEntry } from "../../../src/data/types.js";
import { entry } from "./seeded-entries.js";

const markers = { ours: "main", theirs: "topic", size: 7 };

function file(content: string, mode: "644" | "755" = "644", meta?: string): ExpandedPointer {
  const { sha256, size } = entry("", content);
  return { kind: "file", sha256, size, mode, ...(meta !== undefined && { meta }) };
}

function directory(entries: FileEntry[], meta?: string): ExpandedPointer {
  return { kind: "directory", entries, ...(meta !== undefined && { meta }) };
}

/** What a person leaves who takes one side of every conflict. */
function take(text: string, side: "ours" | "theirs"): string {
  const other = side === "ours" ? /^={7,}\n(?:(?!>{7,}).*\n)*/gm : /^<{7,}.*\n(?:(?!={7,}).*\n)*/gm;
  return text.replace(other, "").replace(/^[<=>]{7,}.*\n/gm, "");
}

describe("a conflicted directory", () => {
  const line = (each: FileEntry): string => `  ${each.sha256} ${each.size} ${each.mode} ${each.path}\n`;
  const base = [entry("a", "1"), entry("b", "2"), entry("c", "3"), entry("d", "4")];
  const ours = [entry("a", "1"), entry("b", "ours"), entry("d", "4"), entry("new", "n")];
  const theirs = [entry("a", "1"), entry("b", "theirs"), entry("c", "changed"), entry("d", "four")];
  const merge = mergePointers(directory(base), directory(ours), directory(theirs));

  test("marks each entry that conflicts, where it stands, and merges the rest", () => {
    expect(renderConflict(merge, markers)).toBe(
      [
        "mlx: 1\nkind: directory\nentries: |\n",
        line(entry("a", "1")),
        "<<<<<<< main\n",
        line(entry("b", "ours")),
        "=======\n",
        line(entry("b", "theirs")),
        ">>>>>>> topic\n",
        "<<<<<<< main\n=======\n",
        line(entry("c", "changed")),
        ">>>>>>> topic\n",
        line(entry("d", "four")),
        line(entry("new", "n")),
      ].join(""),
    );
  });

  test("is refused as a pointer, by the line of its first marker", async () => {
    await expect(parsePointer(renderConflict(merge, markers), "x.mlx")).rejects.toThrow(
      "x.mlx:5:1: merge conflict in the pointer",
    );
  });

  test("is a valid pointer once one side is taken", async () => {
    const text = renderConflict(merge, markers);
    const merged = [entry("a", "1"), entry("d", "four"), entry("new", "n")];
    expect(await parsePointer(take(text, "ours"), "x")).toEqual(
      directory([merged[0], entry("b", "ours"), ...merged.slice(1)].filter((each) => each !== undefined)),
    );
    expect(await parsePointer(take(text, "theirs"), "x")).toMatchObject({
      entries: [{ path: "a" }, { path: "b", size: 6 }, { path: "c" }, { path: "d" }, { path: "new" }],
    });
  });

  test("uses the labels and the marker size that it is given", () => {
    const text = renderConflict(merge, { ours: "HEAD", theirs: "", size: 10 });
    expect(text).toContain("<<<<<<<<<< HEAD\n");
    expect(text).toContain("\n==========\n");
    expect(text).toContain("\n>>>>>>>>>>\n");
  });

  test("puts a file and the folder of its name side by side", async () => {
    const clash = mergePointers(
      directory([entry("a.txt", "x")]),
      directory([entry("a", "1"), entry("a.txt", "x")]),
      directory([entry("a.txt", "x"), entry("a/x", "2"), entry("a/y", "3")]),
    );
    const text = renderConflict(clash, markers);
    expect(await parsePointer(take(text, "ours"), "x")).toMatchObject({
      entries: [{ path: "a" }, { path: "a.txt" }],
    });
    expect(await parsePointer(take(text, "theirs"), "x")).toMatchObject({
      entries: [{ path: "a.txt" }, { path: "a/x" }, { path: "a/y" }],
    });
  });

  test("lists its entries even if there are more than a pointer usually lists", async () => {
    const many = Array.from({ length: 5001 }, (_, i) => entry(`${i}`.padStart(5, "0"), "x"));
    const changed = (content: string): ExpandedPointer =>
      directory([entry("00000", content), ...many.slice(1)]);
    const text = renderConflict(mergePointers(directory(many), changed("ours"), changed("theirs")), markers);
    expect(await parsePointer(take(text, "theirs"), "x")).toEqual(changed("theirs"));
  });
});

describe("a conflicted file pointer", () => {
  test("marks what differs and keeps a mode that merges", async () => {
    const merge = mergePointers(file("1"), file("22"), file("333", "755"));
    const text = renderConflict(merge, markers);
    expect(text).toMatch(
      /^mlx: 1\nkind: file\n<{7} main\nsha256: .*\nsize: 2\nmode: 755\n={7}\nsha256: .*\nsize: 3\nmode: 755\n>{7} topic\n$/,
    );
    expect(take(text, "ours")).toBe(formatPointer(file("22", "755")));
    expect(take(text, "theirs")).toBe(formatPointer(file("333", "755")));
    await expect(parsePointer(text, "x.mlx")).rejects.toThrow("x.mlx:3:1: merge conflict");
  });

  test("marks the user's block by itself", () => {
    const one = "meta:\n  a: 1\n";
    const two = "meta:\n  a: 2\n";
    const merge = mergePointers(file("1"), file("2", "644", one), file("1", "644", two));
    const text = renderConflict(merge, markers);
    expect(text).toBe(`${formatPointer(file("2"))}<<<<<<< main\n${one}=======\n${two}>>>>>>> topic\n`);
  });

  test("marks a removed user's block against a changed one", () => {
    const merge = mergePointers(
      file("1", "644", "meta:\n  a: 1\n"),
      file("1"),
      file("1", "644", "meta:\n  a: 2\n"),
    );
    const text = renderConflict(merge, markers);
    expect(take(text, "ours")).toBe(formatPointer(file("1")));
    expect(take(text, "theirs")).toBe(formatPointer(file("1", "644", "meta:\n  a: 2\n")));
  });

  test("against a directory shows both whole", () => {
    const meta = "meta:\n  a: 1\n";
    const listed = directory([entry("a", "1")], meta);
    const text = renderConflict(
      mergePointers(file("1", "644", meta), file("2", "644", meta), listed),
      markers,
    );
    expect(text.startsWith("mlx: 1\n<<<<<<< main\nkind: file\n")).toBe(true);
    expect(take(text, "ours")).toBe(formatPointer(file("2", "644", meta)));
    expect(take(text, "theirs")).toBe(formatPointer(listed));
  });
});

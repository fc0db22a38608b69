import { describe, expect, test } from "vitest";
import { asSha256 } from "../../../src/core/sha256.js";
import {
  dataPathOf,
  foldersAbove,
  isSelected,
  isWithin,
  nestedTargets,
  pointerPathOf,
  selectTargets,
  type Target,
} from "../../../src/data/target.js";

const digest = asSha256("0".repeat(64));

function file(path: string): Target {
  const pointer = { kind: "file", sha256: digest, size: 1, mode: "644" } as const;
  return { path, pointerPath: pointerPathOf(path), pointer };
}

function folder(path: string): Target {
  return { path, pointerPath: pointerPathOf(path), pointer: { kind: "directory", entries: [] } };
}

describe("names", () => {
  test("a pointer stands beside its data, with .mlx after the whole name", () => {
    expect(pointerPathOf("data/a.csv")).toBe("data/a.csv.mlx");
    expect(dataPathOf("data/a.csv.mlx")).toBe("data/a.csv");
    expect(dataPathOf("a.mlx.mlx")).toBe("a.mlx");
  });

  test("a file called just .mlx, or with another ending, is no pointer", () => {
    for (const path of [".mlx", "data/.mlx", "a.mlxx", "a.csv", "mlx"])
      expect(dataPathOf(path)).toBeUndefined();
  });

  test("within means the path itself or below it, not merely the same beginning", () => {
    expect([isWithin("a", "a"), isWithin("a/b", "a"), isWithin("anything", ".")]).toEqual([true, true, true]);
    expect([isWithin("ab", "a"), isWithin("a", "a/b")]).toEqual([false, false]);
  });

  test("folders above a path, the nearest first", () => {
    expect(foldersAbove("a/b/c")).toEqual(["a/b", "a"]);
    expect(foldersAbove("a")).toEqual([]);
  });

  test("no parts select everything, parts what is in them", () => {
    expect([isSelected("x", undefined), isSelected("x/y", ["x"]), isSelected("x", ["y"])]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("a selection", () => {
  const targets = [file("data/a.csv"), folder("data/images"), file("top.csv")];

  test("is everything for no paths", () => {
    expect(selectTargets(targets, []).selected.map(({ target }) => target.path)).toEqual([
      "data/a.csv",
      "data/images",
      "top.csv",
    ]);
  });

  test("takes a pointer, its data and the folders above", () => {
    const paths = (path: string) => selectTargets(targets, [path]).selected.map(({ target }) => target.path);
    expect(paths("top.csv.mlx")).toEqual(["top.csv"]);
    expect(paths("top.csv")).toEqual(["top.csv"]);
    expect(paths("data")).toEqual(["data/a.csv", "data/images"]);
    expect(paths(".")).toHaveLength(3);
  });

  test("takes parts of a directory, several as one; all of it covers its parts", () => {
    expect(selectTargets(targets, ["data/images/cats", "data/images/dogs/1"]).selected).toEqual([
      { target: targets[1], under: ["cats", "dogs/1"] },
    ]);
    expect(selectTargets(targets, ["data/images/cats", "data/images"]).selected).toEqual([
      { target: targets[1] },
    ]);
  });

  test("names what matches nothing, and finds nothing inside of a file", () => {
    expect(selectTargets(targets, ["nowhere", "top.csv/inside", "top.csv"])).toEqual({
      selected: [{ target: targets[2] }],
      unmatched: ["nowhere", "top.csv/inside"],
    });
  });
});

test("pointers inside of what another tracks are found, at any depth", () => {
  const [outer, inner, deep, other] = [folder("a"), file("a/b"), file("a/c/d/e"), file("ab")];
  expect(nestedTargets([outer, inner, deep, other])).toEqual([
    [outer, inner],
    [outer, deep],
  ]);
});

import { describe, expect, test } from "vitest";
import { readParamFile } from "../../../../src/runs/capture/param-file.js";

const yaml = (text: string) => readParamFile(text, "yaml");
const json = (text: string) => readParamFile(text, "json");
const toml = (text: string) => readParamFile(text, "toml");

describe("parameters of a file", () => {
  test("YAML: dots for levels, numbers as written, a list as its JSON, merges and aliases followed", async () => {
    const text = [
      "base: &base {lr: 1e-3, momentum: 0.90}",
      "train:",
      "  <<: *base",
      "  epochs: 010",
      "  name: 'a: b'",
      "  shuffle: true",
      "  nothing:",
      "layers: [64, 1.50, {act: relu}]",
      "1: one",
      "empty: {}",
    ].join("\n");
    expect(await yaml(text)).toEqual({
      params: {
        "1": "one",
        "base.lr": "1e-3",
        "base.momentum": "0.90",
        "train.lr": "1e-3",
        "train.momentum": "0.90",
        "train.epochs": "010",
        "train.name": "a: b",
        "train.shuffle": "true",
        "train.nothing": "null",
        layers: '[64,1.50,{"act":"relu"}]',
      },
    });
  });

  test("JSON, with tabs and a byte order mark, keeps every digit of a number", async () => {
    const text =
      '\ufeff{\n\t"lr": 1e-3,\n\t"big": 12345678901234567890,\n\t"text": "1e-3",\n\t"in": {"l": [1.0, "2"]}}';
    expect(await json(text)).toEqual({
      params: { lr: "1e-3", big: "12345678901234567890", text: "1e-3", "in.l": '[1.0,"2"]' },
    });
  });

  test("TOML: integers of any size, floats with their point, dates as written", async () => {
    const text = "lr = 1e-3\none = 1.0\nbig = 9007199254740993\nday = 2024-01-02\n[a.b]\nl = [1, 2.5]\n";
    expect(await toml(text)).toEqual({
      params: { lr: "0.001", one: "1.0", big: "9007199254740993", day: "2024-01-02", "a.b.l": "[1,2.5]" },
    });
  });

  test("an empty file has none, and __proto__ is a name like others", async () => {
    expect(await yaml("")).toEqual({ params: {} });
    expect(await yaml("# only a comment\n")).toEqual({ params: {} });
    const read = await json('{"__proto__": {"x": 1}, "constructor": 2}');
    expect("params" in read && Object.entries(read.params)).toEqual([
      ["__proto__.x", "1"],
      ["constructor", "2"],
    ]);
  });
});

describe("a broken file tells where", () => {
  test.each([
    ["yaml", "a: 1\nb: [1, 2\nc: 3\n", 3],
    ["json", '{"a": 1,\n "b": }', 2],
    ["toml", "a = 1\nb = \n", 2],
  ] as const)("%s", async (format, text, line) => {
    const read = await readParamFile(text, format);
    expect("problem" in read && read.problem).toMatchObject({ line, message: expect.stringMatching(/\w/) });
    expect("problem" in read && read.problem.column).toBeGreaterThan(0);
  });

  test("a list at the top, and an alias inside of itself, are no parameters", async () => {
    expect(await yaml("- 1\n- 2\n")).toMatchObject({ problem: { line: 1 } });
    expect(await yaml("42\n")).toMatchObject({ problem: { line: 1 } });
    expect(await yaml("a: &x\n  b: *x\n")).toMatchObject({ problem: { line: 1 } });
    expect(await yaml("a: &x [*x]\n")).toMatchObject({ problem: { line: 1 } });
  });

  test("what is nested too deeply", async () => {
    const problem = { message: "the values are nested too deeply" };
    expect(await json(`${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`)).toMatchObject({ problem });
  });

  test("a key that is given twice, also among very many", async () => {
    const lines = Array.from({ length: 150_000 }, (_, index) => `k${index}: ${index}`);
    expect(await yaml([...lines, "k7: 8"].join("\n"))).toMatchObject({
      problem: { line: 150_001, column: 1, message: "Map keys must be unique" },
    });
  });
});

import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { readPlainYaml } from "../../../src/core/plain-yaml.js";
import { YamlSource } from "../../../src/core/yaml-source.js";
import { textSource } from "../../../src/prompts/text-source.js";
import { yamlCorpus } from "../../support/yaml-corpus.js";

const read = (text: string) => readPlainYaml(text, (offset) => textSource("f", text).locate(offset));

/** Every path of a value, and some that lead nowhere. */
function pathsOf(value: unknown, path: readonly PropertyKey[] = []): (readonly PropertyKey[])[] {
  if (typeof value !== "object" || value === null) return [path, [...path, "absent"]];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const below = Object.entries(value).flatMap(([, item], index) =>
    pathsOf(item, [...path, keys[index] ?? ""]),
  );
  return [path, [...path, "absent"], [...path, 99], ...below];
}

/** What both readers make of a text: undefined where the plain one leaves it to the other. */
function compare(text: string): "left" | "same" {
  const plain = read(text);
  if (plain === undefined) return "left";
  const full = new YamlSource(text, "f");
  expect([text, full.problems]).toEqual([text, []]);
  // Not toStrictEqual, which compares what a key called constructor holds by identity.
  expect([text, plain.value]).toEqual([text, full.value]);
  expect([text, isDeepStrictEqual(plain.value, full.value)]).toEqual([text, true]);
  for (const path of pathsOf(full.value)) {
    expect([text, path, plain.locateValue(path)]).toEqual([text, path, full.locateValue(path)]);
    if (path.length === 0) continue;
    const [parent, key] = [path.slice(0, -1), path.at(-1) ?? ""];
    expect([text, path, plain.locateKey(parent, key)]).toEqual([text, path, full.locateKey(parent, key)]);
  }
  return "same";
}

test("of 6,000 generated texts each is read as the yaml package reads it, or left to it", () => {
  const outcomes = yamlCorpus(6000).map(compare);
  expect(outcomes.filter((outcome) => outcome === "same").length).toBeGreaterThan(2000);
});

test.each([
  ["name: a\nmodel: gpt-4.1\nsettings:\n  temperature: 0.2\n  stop: [a, 'b']\n"],
  ["inputs:\n  q: {type: string, trusted: false, description: What is asked}\n  c: string # a comment\n"],
  ["tools:\n- name: a\n  parameters: {type: object,\n    properties: {}}\n-   name: b\n    x: 1\n"],
  ["description: |\n  two\n   lines\n\n# end\nother: >-\n  folded\n  text\n\n  more\n"],
  ['\'a b\': "say \\"hi\\"\\n"\n__proto__: {constructor: 1, __proto__: 2}\n'],
  ["a: 2024-01-01\nb: 1.2.3\nc: -5\nd: off\ne: null\nf: 1e3x\ng: http://x/y#z\nh: a:b\n"],
  ["a: b\r\nc:\r\n  - d\r\n  - {e: f}\r\ng: |\r\n  x\r\n  y\r\n"],
])("reads what front matter is made of: %j", (text) => {
  expect(compare(text)).toBe("same");
});

test.each([
  ["a: &x 1\nb: *x\n"],
  ["a: !!str 1\n"],
  ["a: one\n  two\n"],
  ["a:\n\t- b\n"],
  ["a: 1\na: 2\n"],
  ["? a\n: b\n"],
  ["--- \na: 1\n"],
  ["a: 0x10\nb: 1e3\n"],
  ["a: b: c\n"],
  ["a: 'x\n  y'\n"],
  ["a: [b\n"],
  ["a:\n    b: 1\n  c: 2\n"],
  ["<<: {a: 1}\n"],
  ["true: 1\n"],
  ["a: |2\n   x\n"],
  ["just text\n"],
  [""],
])("leaves the rest alone: %j", (text) => {
  expect(read(text)).toBeUndefined();
});

test("ten thousand keys are read at once", () => {
  const text = Array.from({ length: 10_000 }, (_, index) => `key-${index}: {type: string, default: v}`).join(
    "\n",
  );
  const before = performance.now();
  const keys = Object.keys(Object(read(text)?.value));
  expect(keys).toHaveLength(10_000);
  expect(performance.now() - before).toBeLessThan(1000);
});

test("a text that nests deep is left alone", () => {
  expect(read(`a: ${"[".repeat(100_000)}`)).toBeUndefined();
  expect(
    read(Array.from({ length: 1000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")),
  ).toBeUndefined();
});

import { describe, expect, test } from "vitest";
import { expandVars } from "../../../../src/evals/promptfoo/expand-vars.js";
import { fillEnvironment } from "../../../../src/evals/promptfoo/fill-environment.js";
import { prepareYaml } from "../../../../src/evals/promptfoo/prepare-yaml.js";
import { splitPrompts } from "../../../../src/evals/promptfoo/split-prompts.js";
import { withUniqueLabels } from "../../../../src/evals/promptfoo/unique-labels.js";
import { readSuiteYaml } from "../../../../src/evals/suite/suite-yaml.js";

describe("variables that multiply", () => {
  test("change slowest first", () => {
    const all = expandVars(
      new Map([
        ["a", [1, 2]],
        ["b", [3]],
        ["c", [4, 5]],
      ]),
    )?.map((item) => [...item.values()]);
    expect(all).toEqual([
      [1, 3, 4],
      [1, 3, 5],
      [2, 3, 4],
      [2, 3, 5],
    ]);
  });

  test("give nothing where one has no choice, and are refused where they are too many", () => {
    expect(
      expandVars(
        new Map([
          ["a", []],
          ["b", [1]],
        ]),
      ),
    ).toEqual([]);
    const many = Array.from({ length: 1000 }, (_, index) => index);
    expect(
      expandVars(
        new Map([
          ["a", many],
          ["b", many],
        ]),
      ),
    ).toBeUndefined();
  });
});

describe("a text file of prompts", () => {
  test("is cut at lines of three dashes, and each part knows its line", () => {
    expect(splitPrompts("\none\n---\n\ntwo\nlines\n--- \r\nthree\n---\n\n")).toEqual([
      { text: "one", line: 2 },
      { text: "two\nlines", line: 5 },
      { text: "three", line: 8 },
    ]);
  });

  test("is one prompt where dashes are part of a line", () => {
    expect(splitPrompts("a --- b\n ---\n----\n")).toEqual([{ text: "a --- b\n ---\n----", line: 1 }]);
  });
});

test("labels that come twice are numbered", () => {
  const at = { file: "s.yaml", line: 1, column: 1 };
  const prompt = (label: string) => ({ label, body: { kind: "template", text: label }, at }) as const;
  expect(withUniqueLabels(["a", "b", "a", "a"].map(prompt)).map(({ label }) => label)).toEqual([
    "a",
    "b",
    "a (2)",
    "a (3)",
  ]);
});

describe("{{ env.NAME }} in a suite file", () => {
  const env = { CITY: "Oslo", EMPTY: "", BRACES: "{{ x }}" };
  test.each([
    ["in {{ env.CITY }} and {{env['CITY'] | upper}}", "in Oslo and OSLO"],
    ["{{ env.NONE }} {{ name }}", "{{ env.NONE }} {{ name }}"],
    ["{{ env.NONE | default('x') }}", "x"],
    ["{{ env.CITY ~ name }}", "{{ env.CITY ~ name }}"],
    ["{{ environment }} {{ 'env' }}", "{{ environment }} {{ 'env' }}"],
    [
      "{% raw %}{{ env.CITY }}{% endraw %}{% if x %}{{- env.CITY }}{% endif %}",
      "{% raw %}{{ env.CITY }}{% endraw %}{% if x %}Oslo{% endif %}",
    ],
    ["{{ env.BRACES }}{{ env.CITY }}", "{{ x }}Oslo"],
  ])("%j", (text, filled) => {
    expect(fillEnvironment(text, env)).toBe(filled);
  });
});

describe("what a suite file takes from elsewhere in it", () => {
  async function prepared(text: string): Promise<unknown> {
    return prepareYaml(await readSuiteYaml(text, "s.yaml"), { K: "v" }).value;
  }

  test("$ref is what it points at, with what stands beside it", async () => {
    const text = "a: {b: [{type: x, n: 1}]}\nc: {$ref: '#/a/b/0', n: 2}\n";
    expect(await prepared(text)).toMatchObject({ c: { type: "x", n: 2 } });
  });

  test("$ref of a JSON Schema, and one that points at itself, stay", async () => {
    expect(await prepared("a: {$ref: '#/$defs/x'}\nb: {$ref: '#/b'}\n")).toEqual({
      a: { $ref: "#/$defs/x" },
      b: { $ref: "#/b" },
    });
    expect(JSON.stringify(await prepared("a: {b: {$ref: '#/a'}}\n")).length).toBeLessThan(10_000);
  });

  test("merge keys give what the mapping does not say itself", async () => {
    expect(await prepared("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*b, *a], z: 3}\n")).toMatchObject(
      {
        c: { x: 1, y: 2, z: 3 },
      },
    );
  });

  test("variables of the environment are filled in, save in the config of a provider, which keeps them secret", async () => {
    const text =
      "providers: [{id: p, config: {k: '{{env.K}}'}}, {'q:{{env.K}}': {config: {k: '{{env.K}}'}}}]\nt: '{{env.K}}'\n";
    expect(await prepared(text)).toMatchObject({
      providers: [{ id: "p", config: { k: "{{env.K}}" } }, {}],
      t: "v",
    });
  });
});

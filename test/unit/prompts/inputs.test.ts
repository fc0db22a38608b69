import { describe, expect, test } from "vitest";
import { MlxError } from "../../../src/core/errors.js";
import { inputValues } from "../../../src/prompts/inputs.js";
import type { Json } from "../../../src/prompts/types.js";
import { promptFrom } from "../../support/prompt-from.js";

interface Given {
  readonly texts?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, Json>>;
}

async function valuesOf(yaml: string, template: string, { texts = {}, values = {} }: Given = {}) {
  const prompt = await promptFrom(`---\n${yaml}\n---\n${template}\n`);
  const given = { texts: new Map(Object.entries(texts)), values: new Map(Object.entries(values)) };
  return Object.fromEntries(inputValues(prompt, given));
}

async function refused(yaml: string, template: string, given: Given = {}): Promise<string[]> {
  const error = await valuesOf(yaml, template, given).then(
    (values) => JSON.stringify(values),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof MlxError)) throw new Error(`it was taken: ${String(error)}`);
  expect([error.code, error.exitCode]).toEqual(["MLX_PROMPT_INPUT", 2]);
  return error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const types = "inputs: {s: string, n: number, i: integer, b: boolean, l: array, o: object, a: any}";

describe("values", () => {
  test("typed on a command line are converted by the input's type", async () => {
    const texts = { s: "5", n: "1.5", i: "-3", b: "true", l: '["a", 1]', o: '{"k": null}', a: "5" };
    expect(await valuesOf(types, "{{ s }}", { texts })).toEqual({
      ...{ s: "5", n: 1.5, i: -3, b: true },
      ...{ l: ["a", 1], o: { k: null }, a: "5" },
    });
  });

  test("that do not fit the type are all told at once", async () => {
    const texts = { s: "", n: "1,5", i: "1.5", b: "yes", l: "a", o: "[]", a: "" };
    expect(await refused(types, "{{ i }}", { texts })).toEqual([
      expect.stringContaining('n: expected a number, found "1,5"'),
      expect.stringMatching(/^4:4 i: expected a whole number/),
      expect.stringContaining("b: expected true or false"),
      expect.stringContaining("l: expected a list, as JSON"),
      expect.stringContaining("o: expected a mapping, as JSON"),
    ]);
    const values = { s: 1, n: "1", i: 1.5, b: 0, l: {}, o: [], a: null };
    expect(await refused(types, "Hi", { values })).toHaveLength(6);
  });

  test("of an enum must be one of it", async () => {
    const yaml = "inputs: {t: {enum: [formal, friendly], default: friendly}}";
    expect(await refused(yaml, "{{ t }}", { texts: { t: "rude" } })).toEqual([
      '4:4 t: expected one of "formal", "friendly", found "rude"',
    ]);
  });

  test("are the default where none is given; typed ones go before those of a file", async () => {
    const yaml = "inputs: {a: {type: string, default: d}, b: {type: string, default: d}, c: string}";
    const given = { texts: { c: "typed" }, values: { b: "file", c: "file" } };
    expect(await valuesOf(yaml, "Hi", given)).toEqual({ a: "d", b: "file", c: "typed" });
  });

  test("that may be left out are known to be nothing, so that the template can ask for them", async () => {
    expect(
      await valuesOf("inputs: {a: {type: string, required: false}}", "{% if a %}{{ a }}{% endif %}"),
    ).toEqual({ a: null });
  });

  test("may be called __proto__ and constructor", async () => {
    const texts = JSON.parse('{"__proto__": "p", "constructor": "c"}');
    const prompt = await promptFrom("---\ninputs: {__proto__: string, constructor: string}\n---\nHi\n");
    const values = inputValues(prompt, { texts: new Map(Object.entries(texts)), values: new Map() });
    expect([...values]).toEqual([
      ["__proto__", "p"],
      ["constructor", "c"],
    ]);
  });
});

describe("what is missing", () => {
  test("is named with the first line where it is used, or else where it is declared", async () => {
    expect(await refused("inputs:\n  q: string\n  unused: string", "Hi\n{{ q }} {{ q }}")).toEqual([
      "7:4 the input q is missing",
      "4:3 the input unused is missing",
    ]);
  });

  test("of what the template alone knows is named too, unless it can do without", async () => {
    expect(await refused("name: a", '{{ x }}{{ y | default("") }}{% if z %}{{ z }}{% endif %}')).toEqual([
      "4:4 the input x is missing",
    ]);
    expect(await valuesOf("name: a", "{{ x }}", { texts: { x: "given" } })).toEqual({ x: "given" });
  });
});

test("an unknown input is refused, with what was meant", async () => {
  const yaml = "inputs: {question: {type: string, default: q}}";
  expect(await refused(yaml, "{{ question }}", { texts: { qestion: "x", zzz: "y" } })).toEqual([
    '1:1 there is no input "qestion"; did you mean question?',
    '1:1 there is no input "zzz"; there are question',
  ]);
});

test("a hundred thousand inputs that are missing are told in seconds", async () => {
  const template = Array.from({ length: 100_000 }, (_, index) => `{{ v${index} }}`).join("");
  const start = performance.now();
  expect(await refused("model: m", template)).toHaveLength(100_000);
  expect(performance.now() - start).toBeLessThan(45_000);
});

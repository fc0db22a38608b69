import { describe, expect, test } from "vitest";
import { comparePrompts, suggestBump } from "../../../../src/prompts/diff/compare-prompts.js";
import { promptFrom } from "../../../support/prompt-from.js";

async function compare(before: string, after: string) {
  return comparePrompts(await promptFrom(before), await promptFrom(after));
}

/** Compares two front matters over the same template. */
async function fields(before: string, after: string): Promise<string[]> {
  const text = (yaml: string) => `---\nname: test\n${yaml}\n---\nHello\n`;
  return (await compare(text(before), text(after))).map(
    ({ bump, path, message }) => `${bump} ${path}: ${message}`,
  );
}

const bodies = async (before: string, after: string): Promise<string[]> =>
  (await compare(before, after)).map(({ bump, path, message }) => `${bump} ${path}: ${message}`);

test("prompts that differ in form alone have no change", async () => {
  const before =
    "---\nname: test\ninputs: {a: string, b: {type: number, trusted: true}}\nsettings: {seed: 1, top_p: 0.5}\n---\nuser:\n{{ a }}{{ b }}\n";
  const after =
    '---\r\n# a comment\r\nname: "test"\r\nsettings:\r\n  topP: 0.5\r\n  seed: 1\r\ninputs:\r\n  b:\r\n    trusted: true\r\n    type: number\r\n  a: {type: string}\r\n---\r\n\r\nuser:\r\n{{ a }}{{ b }}{# note #}\r\n\r\n';
  const changes = await compare(before, after);
  expect(changes).toEqual([]);
  expect(suggestBump(changes)).toBeUndefined();
});

describe("inputs", () => {
  test.each([
    ["", "a: string", ["major inputs.a: the input a is new and required"]],
    ["", "a: {type: string, default: x}", ["minor inputs.a: the input a is new and optional"]],
    ["a: string", "", ["major inputs.a: the input a is gone"]],
    ["a: string", "a: number", ["major inputs.a.type: the input a changed its type from string to number"]],
    ["a: integer", "a: number", ["minor inputs.a.type: the input a changed its type from integer to number"]],
    ["a: string", "a: any", ["minor inputs.a.type: the input a changed its type from string to any"]],
    [
      "a: {type: string, enum: [x]}",
      "a: {type: string, enum: [y, x]}",
      ["minor inputs.a.schema: the input a allows more than before"],
    ],
    [
      "a: {type: string, enum: [x, y]}",
      "a: {type: string, enum: [x]}",
      ["major inputs.a.schema: the input a may no longer allow what it allowed"],
    ],
    [
      "a: string",
      "a: {type: string, maxLength: 5}",
      ["major inputs.a.schema: the input a may no longer allow what it allowed"],
    ],
    [
      "a: {type: object, properties: {x: {type: string}}}",
      "a: {type: object, properties: {x: {type: string}, y: {type: string}}}",
      ["minor inputs.a.schema: the input a allows more than before"],
    ],
    [
      "a: {type: string, required: false}",
      "a: string",
      ["major inputs.a.required: the input a is required now"],
    ],
    [
      "a: string",
      "a: {type: string, default: x}",
      [
        "minor inputs.a.required: the input a is optional now",
        'minor inputs.a.default: the default of the input a is "x" now',
      ],
    ],
    [
      "a: {type: string, default: x}",
      "a: {type: string, default: y}",
      ['minor inputs.a.default: the default of the input a changed from "x" to "y"'],
    ],
    [
      "a: {type: string, trusted: true}",
      "a: {type: string, trusted: false}",
      ["minor inputs.a.trusted: the input a is marked untrusted now"],
    ],
    [
      "a: string",
      "a: {type: string, description: new}",
      ["patch inputs.a.description: the description of the input a changed"],
    ],
    [
      "__proto__: string, constructor: string",
      "constructor: string",
      ["major inputs.__proto__: the input __proto__ is gone"],
    ],
  ])("{%s} → {%s}", async (before, after, changes) => {
    expect(await fields(`inputs: {${before}}`, `inputs: {${after}}`)).toEqual(changes);
  });
});

describe("output", () => {
  const schema = (properties: string, required = "") =>
    `output: {format: json, schema: {type: object, properties: {${properties}}, required: [${required}]}}`;
  test.each([
    ["", "output: {format: json}", ["major output.format: the output's format changed from text to json"]],
    ["", "output: {format: text}", []],
    [
      schema("a: {type: string}", "a"),
      schema("a: {type: string}"),
      ["major output.schema: the output no longer promises a"],
    ],
    [
      schema("a: {type: string}", "a"),
      schema("a: {type: number}", "a"),
      ["major output.schema: the output's a changed its type from string to number"],
    ],
    [
      schema("a: {type: string}", "a"),
      schema("a: {type: string}, b: {type: string}", "b, a"),
      ["minor output.schema: the output's schema changed: it also promises b"],
    ],
    [
      schema("a: {type: string}", "a"),
      schema("a: {type: string, description: why}", "a"),
      ["patch output.schema: the words of the output's schema changed"],
    ],
  ])("%s → %s", async (before, after, changes) => {
    expect(await fields(before, after)).toEqual(changes);
  });
});

test("the model, and settings in whatever case they are written", async () => {
  expect(await fields("model: gpt-4o", "model: gpt-4.1")).toEqual([
    "minor model: the model changed from gpt-4o to gpt-4.1",
  ]);
  expect(
    await fields("settings: {temperature: 0, max_tokens: 5}", "settings: {maxOutputTokens: 5, top_p: 1}"),
  ).toEqual([
    "minor settings.temperature: temperature is no longer set; it was 0",
    "minor settings.top_p: top_p is set to 1",
  ]);
});

test("few-shot examples are told apart by what they say, not by their places", async () => {
  const shots = (...outputs: string[]) =>
    `examples: [${outputs.map((output) => `{inputs: {q: 1}, output: ${output}}`).join(", ")}]`;
  expect(await fields(shots("a", "b"), shots("b", "a"))).toEqual([
    "minor examples: the examples stand in another order",
  ]);
  expect(await fields(shots("a", "b", "b"), shots("x", "b", "c", "d"))).toEqual([
    "minor examples[0]: example 1 changed",
    "minor examples[2]: example 3 changed",
    "minor examples[3]: example 4 is new",
  ]);
  expect(await fields(shots("a", "b"), shots("b"))).toEqual([
    "minor examples[0]: the former example 1 is gone",
  ]);
});

test("tools: what a caller has to write is major", async () => {
  const tool = (name: string, parameters: string) =>
    `{name: ${name}, parameters: {type: object, properties: {${parameters}}}}`;
  expect(await fields(`tools: [${tool("a", "")}]`, `tools: [${tool("b", "")}]`)).toEqual([
    "minor tools.a: the tool a is gone",
    "major tools.b: the tool b is new",
  ]);
  expect(
    await fields(`tools: [${tool("a", "x: {type: string}")}]`, `tools: [${tool("a", "x: {type: number}")}]`),
  ).toEqual(["major tools.a.parameters: the arguments of the tool a changed"]);
});

test("what neither callers nor the model see is a patch", async () => {
  expect(await fields("description: a\nsuites: [x]", "description: b\nmetadata: {team: y}")).toEqual([
    "patch description: the description changed",
    "patch suites: the list of suites changed",
    "patch metadata: the metadata changed",
  ]);
});

describe("messages", () => {
  test("the wording is a patch, an added or removed message is minor", async () => {
    expect(await bodies("system:\nA\nuser:\nB\n", "system:\nA\nuser:\nC\n")).toEqual([
      "patch messages[1].content: the text of message 2, user, changed",
    ]);
    expect(await bodies("user:\nB\n", "system:\nA\nuser:\nB\n")).toEqual([
      "minor messages[0]: message 1, system, is new",
    ]);
    expect(await bodies("system:\nA\nuser:\nB\n", "user:\nB\n")).toEqual([
      "minor messages[0]: the former message 1, system, is gone",
    ]);
  });

  test("a message that stands elsewhere has moved", async () => {
    expect(
      await bodies("system:\nA\nuser:\nB\nassistant:\nC\n", "user:\nB\nassistant:\nC\nsystem:\nA\n"),
    ).toEqual(["minor messages[2]: the message of system moved from place 1 to 3"]);
  });

  test("thousands of messages are paired in a moment", async () => {
    const many = (count: number) => "user:\nA\nassistant:\nB\n".repeat(count);
    const start = performance.now();
    expect((await compare(many(2000), `system:\nS\n${many(2000)}`)).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(45_000);
  });
});

test("the highest bump of all changes is suggested", async () => {
  const bump = async (before: string, after: string) => suggestBump(await compare(before, after));
  expect(await bump("user:\nA\n", "user:\nB\n")).toBe("patch");
  expect(await bump("user:\nA\n", "---\nmodel: gpt-4o\n---\nuser:\nB\n")).toBe("minor");
  expect(await bump("user:\nA\n", "---\nmodel: gpt-4o\ninputs: {q: string}\n---\nuser:\n{{ q }}\n")).toBe(
    "major",
  );
});

import { describe, expect, test } from "vitest";
import { lintFindings, places, promptText } from "../support/prompt-lint.js";

async function timed(text: string): Promise<{ readonly found: readonly string[]; readonly seconds: number }> {
  const start = performance.now();
  const found = places(await lintFindings(text));
  return { found, seconds: (performance.now() - start) / 1000 };
}

describe("huge prompts are linted in seconds: ten megabytes, or two of what takes more work,", () => {
  test.each([
    [
      "of prose",
      "Answer the question as well as you can, and be brief about it.\n".repeat(160_000),
      ["2:8 context-window error"],
    ],
    [
      "of variables",
      "{{ question }}\n".repeat(600_000),
      ["2:8 context-window error", "7:1 cache-order info"],
    ],
    ["of undeclared variables", "{{ nobody }} ".repeat(140_000), 51],
    ["of comments that disable", "{# mlx-lint-disable-line secret: x #}\n".repeat(50_000), 51],
    ["of tags that nobody closes", "<a>{{ question }} ".repeat(100_000), 51],
    ["of at signs and digits", "a@1 2-".repeat(1_600_000), ["2:8 context-window error"]],
    ["of hidden characters", "a\u200b".repeat(2_500_000), 52],
    ["of branches that set", "{% if question %}{% set x = question %}{% endif %}".repeat(36_000), []],
    ["on one line of nothing", " ".repeat(10_000_000), []],
  ])("%s", async (_what, body, expected) => {
    const { found, seconds } = await timed(
      promptText(`user:\n${body}`, "inputs: {question: {type: string, trusted: false}}\n"),
    );
    const kinds = found.filter((line) => !line.includes("unused-input"));
    if (typeof expected === "number") expect(kinds.length).toBeGreaterThanOrEqual(expected);
    else expect(kinds).toEqual(expected);
    expect(seconds).toBeLessThan(20);
  });
});

test("ten thousand inputs that nobody uses are fifty findings and one", async () => {
  const inputs = Array.from({ length: 10_000 }, (_, index) => `  i${index}: string\n`).join("");
  const { found, seconds } = await timed(promptText("user:\nHi\n", `inputs:\n${inputs}`));
  expect(found).toHaveLength(51);
  expect(seconds).toBeLessThan(10);
});

test("bytes that are no text, and an empty file, are told and nothing breaks", async () => {
  const files = (content: string | Uint8Array) => ({ "prompts/p/prompt.md": content });
  expect(places(await lintFindings(files(Buffer.from("caf\xe9", "latin1"))))).toEqual(["1:4 encoding error"]);
  expect(places(await lintFindings(files("user:\nH\0i\n")))).toEqual(["2:2 encoding error"]);
  expect(places(await lintFindings(files("")))).toEqual(["1:1 no-max-output info"]);
});

test("a front matter that is broken does not keep the template from being checked", async () => {
  const found = await lintFindings("---\nmodel: [\n---\nuser:\nUse $API_KEY, te\u200bxt\n");
  expect(found.map(({ rule }) => rule)).toEqual(["front-matter", "environment-reference", "hidden-unicode"]);
});

test("a schema of any depth and shape is judged, never run into", async () => {
  const deep = `${"{type: array, items: ".repeat(90)}{type: strng}${"}".repeat(90)}`;
  const found = await lintFindings(promptText("user:\nHi\n", `output: {format: json, schema: ${deep}}\n`));
  expect(found).toMatchObject([{ rule: "output-schema", hint: "did you mean string?" }]);
  const odd =
    "output: {format: json, schema: {properties: 3, required: true, pattern: '(', $ref: '#/nowhere', enum: 1, minLength: -1, propertis: {}}}\n";
  expect((await lintFindings(promptText("user:\nHi\n", odd))).map(({ rule }) => rule)).toEqual(
    Array(7).fill("output-schema"),
  );
});

import { truncateSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { lintFindings, places, promptText } from "../support/prompt-lint.js";
import { gitRepo } from "../support/repo.js";

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
    ["of comments for the whole file", "{# mlx-lint-disable x: y #}\n".repeat(75_000), 51],
    ["of comments that nobody closes", "{# mlx-lint-disable ".repeat(100_000), 1],
    ["of blanks in a comment", `{# mlx-lint-disable a${" ".repeat(2_000_000)}b: c #}`, 2],
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
    expect(seconds).toBeLessThan(45);
  });
});

test("ten thousand inputs that nobody uses are fifty findings and one", async () => {
  const inputs = Array.from({ length: 10_000 }, (_, index) => `  i${index}: string\n`).join("");
  const { found, seconds } = await timed(promptText("user:\nHi\n", `inputs:\n${inputs}`));
  expect(found).toHaveLength(51);
  expect(seconds).toBeLessThan(45);
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

test.each([
  ["of an input", "inputs: {q: {type: string, pattern: ^(a+)+$}}\n", "q: "],
  ["of the output", "output: {format: json, schema: {type: string, pattern: ^(a+)+$}}\n", "output: "],
])("a pattern %s that would be tried for years is given up, and told", async (_what, more) => {
  const value = `${"a".repeat(60)}!`;
  const example = more.startsWith("inputs")
    ? `{inputs: {q: ${value}}, output: x}`
    : `{inputs: {}, output: ${value}}`;
  const { found, seconds } = await timed(promptText("user:\nHi\n", `${more}examples: [${example}]\n`));
  expect(found).toContainEqual(expect.stringMatching(/^\d+:\d+ example-invalid error$/));
  expect(seconds).toBeLessThan(45);
});

test("a file that never ends is read no further than a prompt may be long", async () => {
  const { code, stdout } = await mlx(gitRepo({}), "prompt lint /dev/zero");
  expect(code).toBe(1);
  expect(stdout).toContain("the file has more than 32 MiB, the most that a prompt may have");
});

test("a prompt of more than two gigabytes is a finding like any other", async () => {
  const repo = gitRepo({ "prompts/p/prompt.md": "user:\nHi\n" });
  truncateSync(repo.path("prompts/p/prompt.md"), 3 * 1024 ** 3);
  const { json } = await mlx(repo, "prompt lint --json");
  expect(json["findings"]).toMatchObject([
    { rule: "encoding", message: expect.stringContaining("more than 32 MiB") },
  ]);
});

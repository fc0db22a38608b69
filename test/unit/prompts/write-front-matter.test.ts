import { expect, test } from "vitest";
import { parsePrompt } from "../../../src/prompts/parse-prompt.js";
import type { Json } from "../../../src/prompts/types.js";
import { promptText } from "../../../src/prompts/write-front-matter.js";

test("fields stand in the order in which people read them, small mappings on one line, long texts as blocks", () => {
  const text = promptText({
    metadata: { team: "docs" },
    inputs: new Map<string, Json>([
      ["question", "string"],
      ["passages", { type: "array", items: { type: "string" }, trusted: true }],
    ]),
    settings: { temperature: 0.2, stop: ["END"] },
    description: "One line.\nAnother: line.\n",
    name: "support-answer",
    model: "gpt-4.1-2025-04-14",
    tools: [{ name: "search" }],
    suites: [],
    body: "user:\n{{ question }}",
  });
  expect(text).toBe(`---
name: support-answer
description: |
  One line.
  Another: line.
model: gpt-4.1-2025-04-14
settings:
  temperature: 0.2
  stop: [END]
inputs:
  question: string
  passages: {type: array, items: {type: string}, trusted: true}
tools:
  - {name: search}
metadata:
  team: docs
---
user:
{{ question }}
`);
});

test.each([
  "yes",
  "null",
  "1.0",
  "0x1F",
  "- a",
  "# a",
  "a: b",
  "a #b",
  "'",
  '"',
  " a ",
  "a\tb",
  "a \nb",
  "\na",
  "a\n\n",
  "  a\nb",
  "---\na",
  "é 🙂 \u2028\u202e\u0007",
  "{a}",
  "[a",
  "*a",
  "&a",
  "!a",
  "%a",
  "@a",
  "`a",
  "x".repeat(300),
])("a text comes back as it was: %j", async (text) => {
  const metadata = { text, nested: { list: [text, { [text]: text }] } };
  const bytes = Buffer.from(promptText({ name: "p", description: text, metadata, body: "Hi" }));
  const include = () => ({ problem: "none" });
  const { frontMatter, problems } = await parsePrompt({ file: "p.md", bytes, folder: "p", include });
  expect(problems).toEqual([]);
  expect(frontMatter).toMatchObject({ name: "p", description: text, metadata });
});

test("without fields there is no front matter, unless the text would be taken for one", () => {
  expect(promptText({ body: "Hi" })).toBe("Hi\n");
  expect(promptText({ body: "---\nHi\n" })).toBe("---\n---\n---\nHi\n");
});

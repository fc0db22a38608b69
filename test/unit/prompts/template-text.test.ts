import { describe, expect, test } from "vitest";
import { inputsSchema } from "../../../src/prompts/inputs-schema.js";
import { templateText } from "../../../src/prompts/template-text.js";
import { promptFrom } from "../../support/prompt-from.js";

const textOf = async (text: string, files?: Readonly<Record<string, string>>) =>
  templateText(await promptFrom(text, files));

describe("a template for other renderers", () => {
  test("is the text with every include in its place, and its messages", async () => {
    const text = '---\r\nname: a\r\n---\r\nsystem:\r\n{% include "t.md" %}\r\n\r\nuser:\r\n  {{ q }}\r\n';
    expect(await textOf(text, { "prompts/test/t.md": "Be kind." })).toEqual({
      text: "system:\nBe kind.\n\nuser:\n  {{ q }}\n",
      messages: [
        { role: "system", template: "Be kind." },
        { role: "user", template: "{{ q }}" },
      ],
    });
  });

  test("without role lines is one message of the user's", async () => {
    expect((await textOf("Hi {{ x }}\n")).messages).toEqual([{ role: "user", template: "Hi {{ x }}" }]);
  });

  test("cannot be cut where a block holds a role line, or a message sets what another uses", async () => {
    expect(
      (await textOf("{% for e in examples %}\nuser:\n{{ e.inputs.q }}\n{% endfor %}\n")).messages,
    ).toBeNull();
    expect((await textOf("{% set a = 1 %}\nsystem:\nx\nuser:\n{{ a }}\n")).messages).toBeNull();
    expect(
      (await textOf("system:\n{% for i in [1] %}{% set a = i %}{{ a }}{% endfor %}\nuser:\nx\n")).messages,
    ).toHaveLength(2);
  });
});

test("all inputs are one JSON Schema with mlx's own mark", async () => {
  const { frontMatter } = await promptFrom(
    "---\ninputs: {q: {type: string, trusted: false, description: D}, n: {type: integer, default: 1}}\n---\nHi\n",
  );
  expect(inputsSchema(frontMatter.inputs)).toEqual({
    type: "object",
    properties: {
      q: { type: "string", description: "D", "x-trusted": false },
      n: { type: "integer", default: 1 },
    },
    required: ["q"],
    additionalProperties: false,
  });
});

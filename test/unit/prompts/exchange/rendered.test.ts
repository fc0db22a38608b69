import { describe, expect, test } from "vitest";
import { exportDotprompt } from "../../../../src/prompts/exchange/dotprompt/export.js";
import { exportPromptfoo } from "../../../../src/prompts/exchange/promptfoo/export.js";
import { exportPrompty } from "../../../../src/prompts/exchange/prompty/export.js";
import type { ExchangeFormat } from "../../../../src/prompts/exchange/types.js";
import type { Json, Message, Prompt } from "../../../../src/prompts/types.js";
import { fixture, importFixture, importText, parsed, promptOf, render } from "./exchange.js";

interface Rendered {
  readonly file: string;
  readonly format: ExchangeFormat;
  readonly inputs: Readonly<Record<string, Json>>;
  /** Of a prompt of ours: what it was exported as. */
  readonly exported?: string;
  /** What the tool itself made of it. */
  readonly messages: readonly Message[];
}

// Written by test/fixtures/prompt-exchange/record.mjs with dotprompt 1.1.2, prompty 2.1.0 and Nunjucks 3.2.4.
const all: readonly Rendered[] = JSON.parse(fixture("rendered.json"));
const tidy = (messages: readonly Message[]) =>
  messages.map(({ role, content }) => ({ role, content: content.trim() }));

describe.each(all.filter(({ exported }) => exported === undefined))(
  "$file",
  ({ file, format, inputs, messages }) => {
    test(`renders as the tool itself renders it, with ${JSON.stringify(inputs)}`, async () => {
      const prompt = await promptOf(importFixture(format, file));
      expect(tidy(render(prompt, inputs))).toEqual(messages);
    });
  },
);

const exporters = { dotprompt: exportDotprompt, prompty: exportPrompty, promptfoo: exportPromptfoo };

describe.each(all.filter(({ exported }) => exported !== undefined))("$file as $format", (recorded) => {
  const { file, format, inputs, exported, messages } = recorded;

  test(`is what the tool has rendered as we do, with ${JSON.stringify(inputs)}`, async () => {
    const prompt = await parsed(fixture(file));
    if (format === "github" || format === "openai") throw new Error("these have no template");
    expect(exporters[format](prompt).text).toBe(exported);
    expect(tidy(render(prompt, inputs))).toEqual(messages);
  });

  test("comes back as a prompt that renders the same", async () => {
    const back = await promptOf(importFixtureText(format, exported ?? ""));
    expect(tidy(render(back, untyped(back, inputs)))).toEqual(messages);
  });
});

/** A format without types has made texts of numbers. */
function untyped(
  { frontMatter }: Prompt,
  inputs: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const text = frontMatter.inputs.get(name)?.type === "string" && typeof value === "number";
      return [name, text ? String(value) : value];
    }),
  );
}

function importFixtureText(format: ExchangeFormat, text: string) {
  return importText(format, text, format === "promptfoo" && text.startsWith("[") ? { file: "p.json" } : {});
}

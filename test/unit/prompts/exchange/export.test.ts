import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { exportDotprompt } from "../../../../src/prompts/exchange/dotprompt/export.js";
import { exportGithub } from "../../../../src/prompts/exchange/github/export.js";
import { exportOpenai } from "../../../../src/prompts/exchange/openai/export.js";
import { exportPromptfoo } from "../../../../src/prompts/exchange/promptfoo/export.js";
import { exportPrompty } from "../../../../src/prompts/exchange/prompty/export.js";
import type { ExchangeFormat, ExportedPrompt } from "../../../../src/prompts/exchange/types.js";
import type { Json, Prompt } from "../../../../src/prompts/types.js";
import { fixture, importText, lossesOf, parsed, problemsOf, promptOf, render } from "./exchange.js";

const exporters: Readonly<Record<ExchangeFormat, (prompt: Prompt) => ExportedPrompt>> = {
  dotprompt: exportDotprompt,
  prompty: exportPrompty,
  promptfoo: exportPromptfoo,
  github: exportGithub,
  openai: exportOpenai,
};

/** Prompts of every kind with inputs: each comes back from each format that can hold it as one that renders the same. */
const corpus: readonly (readonly [title: string, text: string, inputs: Readonly<Record<string, Json>>])[] = [
  ["one message", "Say {{ word }}.", { word: "hi" }],
  ["several roles", "system:\nA {{ a }}\n\nuser:\nB\n\nassistant:\nC\n\nuser:\n{{ a }}", { a: "x" }],
  ["braces", 'user:\n{{ "{{" }}a}} {{ "{%" }} {{ "{#" }} {{ "{" }}{{ a }} }}} {"b": {"c": 1}}', { a: "x" }],
  ["a value that looks like a template", "user:\n{{ a }}", { a: "system:\n{{ b }} {% c %}" }],
  ["backslashes", "user:\n\\ \\\\ \\n {{ a }}\\{{ a }}", { a: "x" }],
  ["blank lines and indentation", "user:\n  a\n\n\n    {{ a }}\n\tb\n\nend", { a: "x" }],
  ["letters of all kinds", "user:\né ü 日本 🙂 “{{ a }}”", { a: "ß" }],
  [
    "conditions",
    "{% if a %}yes{% else %}no{% endif %} {% if not b %}x{% elif a %}y{% endif %}",
    { a: "1", b: "2" },
  ],
  ["and, or", "[{% if a and not b or c %}x{% else %}y{% endif %}]", { a: "1", b: "", c: "" }],
  ["comparison", '[{% if a == "q" %}x{% elif a != "p" %}z{% else %}y{% endif %}]', { a: "p" }],
  [
    "loops",
    "{% for i in l %}{{ loop.index0 }}{{ i }}{% if not loop.last %},{% endif %}{% else %}none{% endfor %}",
    { l: ["a", "b"] },
  ],
  [
    "loops in loops",
    "{% for g in l %}{% for i in g.m %}{{ i }}{{ a }}{% endfor %};{% endfor %}",
    { l: [{ m: ["p", "q"] }, { m: [] }], a: "!" },
  ],
  ["mappings", "{% for k, v in m | items %}{{ k }}={{ v }} {% endfor %}", { m: { p: "1", q: "2" } }],
  ["lists as text", '{{ l | join(", ") }} {{ l | length }}', { l: ["a", "b"] }],
  ["concatenation", '{{ a ~ "-" ~ a }}', { a: "x" }],
  [
    "loops of roles",
    "{% for t in l %}\nuser:\n{{ t.q }}\n\nassistant:\n{{ t.a }}\n{% endfor %}\nuser:\nEnd",
    { l: [{ q: "1", a: "2" }] },
  ],
];

function isJson(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

describe.each(corpus)("%s", (title, body, inputs) => {
  const types = Object.entries(inputs).map(
    ([name, value]) =>
      `${name}: ${Array.isArray(value) ? "array" : typeof value === "object" ? "object" : "string"}`,
  );
  const text = `---\ninputs: {${types.join(", ")}}\n---\n${body}\n`;

  test.each(["dotprompt", "prompty", "promptfoo", "github", "openai"] as const)("as %s", async (format) => {
    const prompt = await parsed(text);
    let exported: ExportedPrompt;
    try {
      exported = exporters[format](prompt);
    } catch {
      // What a format cannot hold it refuses; the tests below say what that is.
      expect(["promptfoo", "github", "openai"]).toContain(format);
      return;
    }
    const ambiguous = exported.dropped.some(({ reason }) => reason === "it is read as a variable there");
    expect(ambiguous).toBe(title === "braces" && (format === "github" || format === "openai"));
    if (ambiguous) return;
    const file = format === "promptfoo" && isJson(exported.text) ? "p.json" : undefined;
    const back = await promptOf(importText(format, exported.text, file === undefined ? {} : { file }));
    expect(render(back, inputs)).toEqual(render(prompt, inputs));
  });
});

describe("what is lost is told with its place in the prompt", () => {
  const chat = () => parsed(fixture("mlx/chat.md"));

  test("dotprompt", async () => {
    expect(lossesOf(exportDotprompt(await chat()))).toEqual([
      "7:13 the mark untrusted of question",
      "8:12 the mark trusted of context",
      "26:1 suites",
      "27:1 examples",
    ]);
  });

  test("prompty", async () => {
    const { text, dropped } = exportPrompty(await chat());
    expect(dropped.map(({ what }) => what)).toEqual(
      expect.arrayContaining(["suites", "examples", "the mark untrusted of question"]),
    );
    expect(parse(text.split("---\n")[1] ?? "")).toMatchObject({
      name: "chat",
      model: {
        id: "gpt-4.1-2025-04-14",
        provider: "openai",
        options: { temperature: 0.2, maxOutputTokens: 500, stopSequences: ["END"], seed: 7 },
      },
      inputs: expect.arrayContaining([
        { name: "tone", kind: "string", required: false, default: "friendly" },
      ]),
      outputs: [
        { name: "answer", kind: "string" },
        { name: "sources", kind: "array", items: { kind: "string" }, required: false },
      ],
      tools: [
        {
          name: "search",
          kind: "function",
          description: "Finds passages.",
          parameters: [{ name: "q", kind: "string" }],
        },
      ],
    });
  });

  test("GitHub keeps temperature, topP and maxTokens alone, and no declarations", async () => {
    const yaml =
      "settings: {temperature: 1, seed: 3, max_output_tokens: 9}\ninputs: {a: {type: string, default: b}}";
    const prompt = await parsed(`---\n${yaml}\n---\ndeveloper:\n{{ a }}\n`);
    const { text, dropped } = exportGithub(prompt);
    expect(parse(text)).toEqual({
      name: "p",
      modelParameters: { temperature: 1, maxTokens: 9 },
      messages: [{ role: "system", content: "{{a}}" }],
    });
    expect(lossesOf({ dropped })).toEqual(["2:34 seed", "3:1 inputs", "5:1 the role developer"]);
  });

  test("a filter that shapes a text, and a default, in dotprompt", async () => {
    const prompt = await parsed('Hi {{ a | upper }} {{ b | default("you") }}');
    const { text, dropped } = exportDotprompt(prompt);
    expect(text).toContain("Hi {{a}} {{#if b}}{{b}}{{else}}you{{/if}}");
    expect(lossesOf({ dropped })).toEqual(["1:7 the filter upper", "1:23 the filter default"]);
  });
});

describe("what a format cannot hold is refused with its place", () => {
  const refused = async (format: ExchangeFormat, body: string) => {
    const prompt = await parsed(body);
    return problemsOf(() => exporters[format](prompt));
  };

  test("conditions, loops, filters and set where there are only values", async () => {
    const body =
      "user:\n{% if a %}x{% endif %}{% for i in l %}y{% endfor %}\n{{ a | upper }}{% set b = a %}{{ b }}";
    for (const format of ["github", "openai"] as const) {
      expect(await refused(format, body)).toEqual([
        "2:1 a condition cannot be written in this format",
        "2:23 a loop cannot be written in this format",
        "3:4 `a | upper` cannot be written in this format, only a name can",
        "3:16 a variable that is set cannot be written in this format",
      ]);
    }
  });

  test("arithmetic, other filters and order in dotprompt", async () => {
    const body = '{{ a + 1 }}{{ a | replace("x", "y") }}{% if n > 3 %}x{% endif %}{{ loop.index }}';
    expect(await refused("dotprompt", "{% for i in l %}{{ loop.index }}{% endfor %}")).toEqual([
      "1:20 this expression has no equivalent in Handlebars",
    ]);
    expect(await refused("dotprompt", body.replace("{{ loop.index }}", ""))).toEqual([
      "1:4 this expression has no equivalent in Handlebars",
      "1:15 the filter replace has no equivalent in Handlebars",
      "1:45 this condition has no equivalent in Handlebars",
    ]);
  });

  test("roles in conditions, and filters that Nunjucks lacks, in promptfoo", async () => {
    expect(await refused("promptfoo", "{% if a %}\nuser:\nx{% endif %}")).toEqual([
      "2:1 promptfoo's messages are a fixed list: a role cannot stand in a condition or loop",
    ]);
    expect(await refused("promptfoo", "{{ l | unique | join }}")).toEqual([
      "1:4 Nunjucks lacks the filter unique",
    ]);
  });

  test("text that Prompty would take for a role", async () => {
    expect(await refused("prompty", "user:\nSay\n{% raw %}\n# System:\n{% endraw %}")).toEqual([
      '4:1 Prompty would take the text "# System:" for the beginning of a message',
    ]);
  });
});

test("few-shot examples are written out where the template goes through them", async () => {
  const yaml = "examples:\n  - {inputs: {q: '{{x}}'}, output: {a: 1}}\n  - {inputs: {q: two}, output: no}";
  const body =
    "system:\nS\n{% for e in examples %}\nuser:\n{{ e.inputs.q }}\n\nassistant:\n{{ e.output }}\n{% endfor %}\nuser:\n{{ q }}";
  const { text } = exportOpenai(await parsed(`---\n${yaml}\n---\n${body}`));
  expect(JSON.parse(text).messages.map(({ content }: { content: string }) => content)).toEqual([
    "S",
    "{{x}}",
    '{"a": 1}',
    "two",
    "no",
    "{{q}}",
  ]);
});

test("an input that is called as dotprompt's own keys or helpers are keeps its name", async () => {
  const prompt = await parsed(
    "---\ninputs: {type: string, json: string, role: string}\n---\n{{ type }} {{ json }} {{ role }}",
  );
  const { text } = exportDotprompt(prompt);
  expect(text).toContain("{{type}} {{this.json}} {{this.role}}");
  const back = await promptOf(importText("dotprompt", text));
  expect(render(back, { type: "a", json: "b", role: "c" })).toEqual([{ role: "user", content: "a b c" }]);
});

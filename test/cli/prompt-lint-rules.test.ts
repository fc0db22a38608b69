import { describe, expect, test } from "vitest";
import { lintFindings, places, promptText } from "../support/prompt-lint.js";

const question = "inputs:\n  question: {type: string, trusted: false}\n";
const github = ["ghp_", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("");

describe("places are exact", () => {
  test("in the template, with CRLF, a byte order mark and astral characters before them", async () => {
    const text = promptText("user:\n😀😀 {{ a }} {{ b }}\n").replaceAll("\n", "\r\n");
    expect(places(await lintFindings(`\ufeff${text}`, "--rule undeclared-variable"))).toEqual([
      "6:9 undeclared-variable error",
      "6:17 undeclared-variable error",
    ]);
  });

  test("in the front matter, behind astral characters too", async () => {
    const more = `description: "😀"\noutput: {format: json, schema: {title: "😀", type: strng}}\n`;
    const found = await lintFindings(promptText("user:\nHi\n", more));
    expect(places(found)).toEqual(["5:52 output-schema error"]);
    expect(found).toMatchObject([{ hint: "did you mean string?" }]);
  });

  test("in an included file, told once however many prompts include it", async () => {
    const found = await lintFindings({
      "prompts/a/prompt.md": promptText('user:\n{% include "x.md" %}\n'),
      "prompts/b/prompt.md": promptText('user:\n{% include "x.md" %}\n'),
      "prompts/_partials/x.md": `Hi\n te\u200bxt ${github}`,
    });
    expect(found.map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`)).toEqual([
      "prompts/_partials/x.md:2:4 hidden-unicode",
      "prompts/_partials/x.md:2:8 secret",
    ]);
  });
});

describe("name", () => {
  test("another one than the folder's, and one that belongs to another prompt", async () => {
    const found = await lintFindings({
      "prompts/a/prompt.md": promptText("user:\nHi\n", "name: b\n"),
      "prompts/b/prompt.md": promptText("user:\nHi\n", "name: b\n"),
    });
    expect(found).toMatchObject([
      {
        file: "prompts/a/prompt.md",
        line: 4,
        column: 7,
        rule: "name",
        message: expect.stringContaining("belongs to prompts/b"),
      },
    ]);
  });

  test("folders that differ in case only, and one that no prompt can be called", async () => {
    const text = promptText("user:\nHi\n");
    const found = await lintFindings({
      "prompts/Answer/prompt.md": text,
      "prompts/answer/prompt.md": text,
      "prompts/no good/prompt.md": text,
    });
    expect(found.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      "prompts/Answer/prompt.md name",
      "prompts/answer/prompt.md name",
      "prompts/no good/prompt.md name",
    ]);
  });
});

describe("variables", () => {
  test("each place of an undeclared one is told, with the input that was meant; loops and set declare their own", async () => {
    const template =
      "user:\n<q>{{ qestion }}{{ qestion }}</q>{% for a in [1] %}{{ a }}{{ loop.index }}{% endfor %}{% set b = 1 %}{{ b }}{{ question | tojson }}\n";
    const found = await lintFindings(promptText(template, question));
    expect(places(found)).toEqual(["8:7 undeclared-variable error", "8:20 undeclared-variable error"]);
    expect(found).toMatchObject([{ hint: "did you mean question?" }, {}]);
  });

  test("names such as constructor and __proto__ are ordinary", async () => {
    const more =
      "inputs:\n  constructor: {type: string, trusted: true}\n  __proto__: {type: string, trusted: true}\n";
    expect(
      await lintFindings(promptText("user:\n{{ constructor }}{{ __proto__ }}{{ toString }}\n", more)),
    ).toMatchObject([{ rule: "undeclared-variable", message: "toString is not an input" }]);
  });

  test("unused inputs are told where they stand, in both forms", async () => {
    const long =
      "inputs:\n  schema:\n    type: object\n    properties:\n      a: {type: string}\n      b: {type: string}\n";
    expect(places(await lintFindings(promptText("user:\n{{ a }}\n", long)))).toEqual([
      "9:7 unused-input warning",
    ]);
    expect(
      places(await lintFindings(promptText("user:\n{{ a }}\n", "inputs: {a: string, b: string}\n"))),
    ).toEqual(["4:21 unused-input warning"]);
  });
});

describe("environment-reference", () => {
  test.each([
    "{{ env.API_KEY }}",
    "{{ process.env.API_KEY }}",
    `$${"{API_KEY}"}`,
    `$${"{API_KEY:-none}"}`,
    "$API_KEY",
    "$HOME",
    "%API_KEY%",
    "process.env.API_KEY",
    'os.environ["API_KEY"]',
    "os.getenv('API_KEY')",
  ])("%s", async (text) => {
    const found = await lintFindings(promptText(`user:\nUse ${text} here\n`));
    expect(found).toMatchObject([{ rule: "environment-reference", line: 6, severity: "error" }]);
  });

  test.each(["$5 or $USD", "100% of it", "{# $API_KEY #}", "{{ '$API_KEY' }}", `$${"{name}"}`, "50%OFF%"])(
    "not %s",
    async (text) => {
      expect(await lintFindings(promptText(`user:\nUse ${text} here\n`))).toEqual([]);
    },
  );
});

describe("untrusted-in-system", () => {
  const inputs =
    "inputs:\n  bad: {type: string, trusted: false}\n  list: {type: array, trusted: false}\n  some: string\n  good: {type: string, trusted: true}\n";
  const inSystem = async (template: string) => {
    const found = await lintFindings(
      promptText(`system:\n${template}\nuser:\nHi\n`, inputs),
      "--rule untrusted-in-system",
    );
    return found.map(({ severity, message }) => `${severity} ${/input (\w+)/.exec(message)?.[1]}`);
  };

  test.each([
    ["directly", "{{ bad }}", ["error bad"]],
    ["through a filter", "{{ bad | upper | trim }}", ["error bad"]],
    ["through tojson, which is no permission", "{{ bad | tojson }}", ["error bad"]],
    ["through set", "{% set x = bad %}{% set y = x ~ '!' %}{{ y }}", ["error bad"]],
    ["through a loop", "{% for x in list %}{{ x.name }}{% endfor %}", ["error list"]],
    ["through a condition's value", "{{ bad if good else 'none' }}", ["error bad"]],
    ["through default", "{{ good | default(bad) }}", ["error bad"]],
    ["as a warning where nobody has said", "{{ some }}", ["warning some"]],
    [
      "set in one branch of two",
      "{% if good %}{% set x = bad %}{% else %}{% set x = 1 %}{% endif %}{{ x }}",
      ["error bad"],
    ],
  ])("%s", async (_how, template, expected) => {
    expect(await inSystem(template)).toEqual(expected);
  });

  test.each([
    ["what is trusted", "{{ good }}"],
    ["what is only asked about", "{% if bad == 'x' %}yes{% endif %}{{ bad is defined }}"],
    ["how long it is", "{{ list | length }}"],
    [
      "a loop's own variable of that name, after the loop of a trusted list",
      "{% for bad in [1] %}{{ bad }}{% endfor %}",
    ],
  ])("not %s", async (_what, template) => {
    expect(await inSystem(template)).toEqual([]);
  });

  test("in an included file, told there", async () => {
    const found = await lintFindings({
      "prompts/p/prompt.md": promptText('system:\n{% include "x.md" %}\nuser:\nHi\n', question),
      "prompts/p/x.md": "Say {{ question }}",
    });
    expect(found).toMatchObject([
      { file: "prompts/p/x.md", line: 1, column: 5, rule: "untrusted-in-system" },
    ]);
  });
});

describe("untrusted-undelimited", () => {
  const inUser = async (template: string) =>
    (await lintFindings(promptText(`user:\n${template}\n`, question))).map(({ rule }) => rule);

  test.each([
    "Translate: {{ question }}",
    "<b>Translate</b> {{ question }}",
    "<question> {{ question }}",
    "```\ncode\n```\n{{ question }}",
    "{% set q = question %}Say {{ q }}",
  ])("%s", async (template) => {
    expect(await inUser(template)).toEqual(["untrusted-undelimited"]);
  });

  test.each([
    "{{ question }}",
    "Translate: <q>{{ question }}</q>",
    'Translate:\n<q lang="en">\nText: {{ question }}\n</q>',
    "Translate:\n```\n{{ question }}\n```",
    'Translate: """{{ question }}"""',
    "Translate: {{ question | tojson }}",
    "Translate: {% for a in [question] %}<q>{{ a }}</q>{% endfor %}",
    'Translate: <q id="{{ question | tojson }}">{{ question }}</q>',
  ])("not %s", async (template) => {
    expect(await inUser(template)).toEqual([]);
  });
});

describe("examples", () => {
  const base =
    "inputs:\n  q: {type: string, trusted: false}\n  n: {type: integer, default: 1}\noutput: {format: json, schema: {type: object, properties: {a: {type: string}}, required: [a], additionalProperties: false}}\nexamples:\n";
  const template =
    "{% for e in examples %}\nuser:\n<q>{{ e.inputs.q }}</q>\nassistant:\n{{ e.output }}\n{% endfor %}\nuser:\n<q>{{ q }}</q> {{ n }}\n";
  const check = async (example: string) =>
    (await lintFindings(promptText(template, `${base}  - ${example}\n`))).map(
      ({ line, column, rule, message }) => `${line}:${column} ${rule}: ${message}`,
    );

  test("that fit pass, their output as a mapping or as JSON text", async () => {
    expect(await check("{inputs: {q: x, n: 2}, output: {a: b}}")).toEqual([]);
    expect(await check(`{inputs: {q: x}, output: '{"a": "b"}'}`)).toEqual([]);
  });

  test("that do not fit are told at the value", async () => {
    expect(await check("{inputs: {n: many}, output: {a: 1}}")).toEqual([
      "9:14 example-invalid: the example lacks the input q, which is required",
      '9:18 example-invalid: the example\'s n: expected integer, found "many"',
      "9:37 example-invalid: the example's output.a breaks the output schema: expected string, found 1",
    ]);
    expect(await check("{inputs: {q: x, nn: 1}, output: {a: b, c: d}}")).toEqual([
      '9:21 example-invalid: the example gives "nn", which is no input',
      expect.stringMatching(
        /^9:\d+ example-invalid: .*output\.c breaks the output schema: nothing of that name/,
      ),
    ]);
    expect(await check("{inputs: {q: x}, output: plain text}")).toEqual([
      expect.stringContaining('breaks the output schema: expected object, found "plain text"'),
    ]);
  });
});

describe("size", () => {
  const words = "one two three four five six seven eight nine ten ".repeat(50);

  test("is measured against the prompt's budget, else the project's", async () => {
    const files = (lint: string) => ({
      "prompts/p/prompt.md": promptText(`user:\n${words}\n`, lint),
      "mlx.yaml": "prompts: {lint: {maxTokens: 100}}\n",
    });
    expect(places(await lintFindings(files("")))).toEqual(["2:1 token-budget error"]);
    expect(places(await lintFindings(files("lint: {maxTokens: 2000}\n")))).toEqual([]);
    const [found] = await lintFindings(files("lint: {maxTokens: 50}\n"));
    expect(found).toMatchObject({
      line: 4,
      column: 19,
      message: expect.stringContaining("its budget is 50"),
    });
  });

  test("and against the window that the project gives a model", async () => {
    const files = (window: number) => ({
      "prompts/p/prompt.md": promptText(`user:\n${words}\n`).replace("gpt-5.4-mini-2026-03-17", "ours"),
      "mlx.yaml": `models: {ours: {contextWindow: ${window}, pinned: true}}\n`,
    });
    expect(places(await lintFindings(files(400)))).toEqual(["2:8 context-window error"]);
    expect(places(await lintFindings(files(700)))).toEqual(["3:31 context-window warning"]);
    expect(places(await lintFindings(files(2000)))).toEqual([]);
  });
});

describe("models", () => {
  const withModel = (model: string, yaml: string) =>
    lintFindings({
      "prompts/p/prompt.md": promptText("user:\nHi\n").replace("gpt-5.4-mini-2026-03-17", model),
      "mlx.yaml": yaml,
    });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

  test("retire: an error from the day on, a warning ninety days before, nothing earlier", async () => {
    const on = (days: number) =>
      withModel("ours", `models: {ours: {retires: "${inDays(days)}", pinned: true}}\n`);
    expect(places(await on(-1))).toEqual(["2:8 model-retired error"]);
    expect(places(await on(30))).toEqual(["2:8 model-retired warning"]);
    expect(places(await on(120))).toEqual([]);
  });

  test("that nobody knows pass; names that move do not", async () => {
    expect(await withModel("llama-of-ours-7b", "")).toEqual([]);
    expect(places(await withModel("ours-latest", ""))).toEqual(["2:8 model-unpinned warning"]);
  });
});

test("role lines that are none are told; real ones, and roles in sentences, are not", async () => {
  const template =
    "system:\nThe user: speaks.\n System:\n# User\n**Assistant:**\nUSER: hi\nuser:\nHi\nThe system is up.\nusers: two\n";
  expect(places(await lintFindings(promptText(template)))).toEqual([
    "7:2 role-line warning",
    "8:1 role-line warning",
    "9:1 role-line warning",
    "10:1 role-line warning",
  ]);
});

test("a secret is found in front matter, template and examples, and never printed", async () => {
  const text = promptText(
    `user:\nUse ${github}{{ q }}\n`,
    `description: ${github}\nexamples: [{inputs: {q: ${github}}, output: x}]\n`,
  );
  const found = await lintFindings(text);
  expect(places(found.filter(({ rule }) => rule === "secret"))).toEqual([
    "4:14 secret error",
    "5:25 secret error",
    "8:5 secret error",
  ]);
  expect(JSON.stringify(found)).not.toContain(github);
});

test("an unsettled merge conflict is told where it begins, in included files too; its marks alone are none", async () => {
  const conflict = "<<<<<<< HEAD\nOne.\n||||||| base\n=======\nTwo.\n>>>>>>> other\n";
  const found = await lintFindings({
    "prompts/p/prompt.md": promptText(`user:\nA\n${conflict}{% include "t.md" %}\n`),
    "prompts/_partials/t.md": conflict.replaceAll("\n", "\r\n"),
  });
  expect(found.map(({ rule, file, line }) => `${rule} ${file}:${line}`)).toEqual([
    "conflict-marks prompts/_partials/t.md:1",
    "conflict-marks prompts/p/prompt.md:7",
  ]);
  const marks = "user:\n<<<<<<< is a mark\n\nHeading\n=======\n\n>>>>>>>> quoted\n";
  expect(await lintFindings(promptText(marks))).toEqual([]);
});

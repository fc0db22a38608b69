import { describe, expect, test } from "vitest";
import { importFixture, importText, lossesOf, problemsOf, promptOf, render } from "./exchange.js";

const dotprompt = (body: string, yaml = "", files: Record<string, string> = {}) =>
  importText("dotprompt", yaml === "" ? body : `---\n${yaml}\n---\n${body}`, { files });

describe("front matter", () => {
  test("model, configuration, inputs, output and tools have their places", async () => {
    const { frontMatter } = await promptOf(importFixture("dotprompt", "dotprompt/triage.prompt"));
    expect(frontMatter.model).toBe("googleai/gemini-2.0-flash-001");
    expect(frontMatter.settings).toEqual({
      temperature: 0.3,
      max_output_tokens: 256,
      top_p: 0.9,
      stop: ["END"],
    });
    expect([...frontMatter.inputs.keys()]).toEqual(["ticket", "tone", "customer", "labels", "urgent"]);
    expect(frontMatter.inputs.get("tone")).toMatchObject({ default: "kind", required: false });
    expect(frontMatter.inputs.get("urgent")).toMatchObject({ type: "boolean", required: false });
    expect(frontMatter.inputs.get("customer")?.schema).toMatchObject({ required: ["name"] });
    expect(frontMatter.output?.schema).toMatchObject({ required: ["label"], additionalProperties: false });
  });

  test("what it cannot keep is told with its place", () => {
    const yaml =
      "version: 2\nconfig: {temperature: 9}\ntools: [clock, 'a b']\nfoo: bar\noutput: {schema: Answer}";
    expect(lossesOf(dotprompt("Hi", yaml))).toEqual([
      "2:1 version",
      "3:10 temperature",
      "4:9 the definition of the tool clock",
      '4:16 the tool "a b"',
      "5:1 foo",
      "6:18 the schema Answer",
    ]);
  });

  test("extensions and metadata are metadata; name and variant make the name", () => {
    const imported = dotprompt("Hi", "name: greet\nvariant: formal\nacme.owner: a\nmetadata: {k: 1}");
    expect(imported.name).toBe("greet-formal");
    expect(imported.frontMatter.metadata).toEqual({ "acme.owner": "a", k: 1 });
    expect(imported.dropped).toEqual([]);
    const file = "greet.short.prompt";
    expect(importText("dotprompt", "---\nname: greet\n---\nHi", { file }).name).toBe("greet-short");
  });

  test("invalid YAML is an error at its place, never a part of the template", () => {
    expect(problemsOf(() => dotprompt("Hi", "model: [a\nconfig: }"))[0]).toMatch(/^3:\d+ invalid YAML/);
    expect(problemsOf(() => importText("dotprompt", "---\nmodel: a\nHi"))).toEqual([
      "the front matter that begins here never ends",
    ]);
  });

  test("JSON Schema is taken as it is", async () => {
    const yaml =
      "input:\n  schema:\n    type: object\n    properties: {n: {type: integer, minimum: 1}}\n    required: [n]";
    const { frontMatter } = await promptOf(dotprompt("{{n}}", yaml));
    expect(frontMatter.inputs.get("n")).toMatchObject({
      type: "integer",
      required: true,
      schema: { minimum: 1 },
    });
  });

  test("an object that may be absent needs the inputs as one schema", async () => {
    const yaml = "input:\n  schema:\n    user?(object):\n      name: string\n    q: string";
    const prompt = await promptOf(dotprompt("{{q}}{{#with user}} {{name}}{{/with}}", yaml));
    expect(prompt.frontMatter.inputs.get("user")).toMatchObject({ type: "object", required: false });
    expect(render(prompt, { q: "a" })).toEqual([{ role: "user", content: "a" }]);
    expect(render(prompt, { q: "a", user: { name: "b" } })).toEqual([{ role: "user", content: "a b" }]);
  });
});

describe("variables", () => {
  test("those without a schema become inputs, of the type that their use suggests", async () => {
    const { frontMatter } = await promptOf(
      dotprompt("{{q}} {{#each tags}}{{this}}{{/each}} {{user.name}} {{#if nick}}{{nick}}{{/if}}"),
    );
    expect(
      [...frontMatter.inputs.values()].map(({ name, type, required }) => [name, type, required]),
    ).toEqual([
      ["q", "string", true],
      ["tags", "array", true],
      ["user", "object", true],
      ["nick", "string", false],
    ]);
  });

  test("names that no input may have are changed, and told", async () => {
    const imported = dotprompt("{{first-name}} {{examples}} {{not}} {{user.first-name}}");
    const prompt = await promptOf(imported);
    expect(lossesOf(imported)).toEqual([
      "1:3 the name first-name",
      "1:18 the name examples",
      "1:31 the name not",
    ]);
    const inputs = { first_name: "a", examples_: "b", not_: "c", user: { "first-name": "d" } };
    expect(render(prompt, inputs)).toEqual([{ role: "user", content: "a b c d" }]);
  });

  test("__proto__ and constructor are names like any other", async () => {
    const prompt = await promptOf(dotprompt("{{constructor}} {{__proto__}}"));
    expect([...prompt.frontMatter.inputs.keys()]).toEqual(["constructor", "__proto__"]);
  });

  test("what may be absent renders as nothing", async () => {
    const prompt = await promptOf(
      dotprompt("[{{a}}|{{b}}]", "input: {schema: {a?: string, 'b?(array)': string}}"),
    );
    expect(render(prompt, {})).toEqual([{ role: "user", content: "[|]" }]);
    expect(render(prompt, { b: ["x", "y"] })).toEqual([{ role: "user", content: "[|x,y]" }]);
  });
});

describe("what has no equivalent is refused where it stands", () => {
  test.each([
    ["a\n{{@auth.email}}", "2:3 @auth from the calling program has no equivalent here"],
    ["{{@index}}", "1:3 @index outside of a loop has no equivalent here"],
    ["{{../x}}", "1:3 ../ leads out of the template"],
    ["{{this}}", "1:3 `this` stands for all inputs here, which has no equivalent"],
    ["{{shout name}}", "1:3 the helper shout is not one of dotprompt's"],
    ["{{#if (gt a b)}}x{{/if}}", "1:7 the helper gt has no equivalent here"],
    ["{{#list}}x{{/list}}", "1:1 what {{#list}} does depends on a type that is not declared"],
    ["{{role who}}", '1:3 a role must be written out, as in {{role "system"}}'],
    ['{{role "tool"}}', '1:3 there is no role "tool" here'],
    ["{{> (which)}}", "1:1 a partial that is chosen when the prompt is rendered has no equivalent here"],
    ["{{> gone}}", "1:1 there is no file gone"],
    ["{{#*inline 'x'}}{{/inline}}", "1:1 {{#*inline …}} has no equivalent here"],
    ["{{{{raw}}}}x{{{{/raw}}}}", "1:1 raw blocks, {{{{…}}}}, have no equivalent here"],
  ])("%s", (body, problem) => {
    expect(problemsOf(() => dotprompt(body))).toEqual([problem]);
  });

  test("everything at once", () => {
    expect(problemsOf(() => dotprompt("{{a b}}\n{{c d}}"))).toHaveLength(2);
  });
});

describe("a template that is no Handlebars is an error at its place", () => {
  test.each([
    ["x {{#if a}}\ny", "1:3 {{#if}} is not closed; write {{/if}}"],
    ["{{#if a}}{{/each}}", "1:10 {{/each}} closes {{#if}}"],
    ["a {{/if}}", "1:3 {{/if}} has no block to belong to"],
    ["a {{name", "1:3 {{ is not closed"],
    ["{{#if a}}{{else}}{{else}}{{/if}}", "1:18 the block has two {{else}}"],
    ["{{a b=}}", "1:7 a name is missing"],
    ["{{!-- a }}", "1:1 a comment is not closed"],
  ])("%s", (body, problem) => {
    expect(problemsOf(() => dotprompt(body))).toEqual([problem]);
  });

  test("blocks that nest without end are refused", () => {
    const deep = "{{#if a}}".repeat(5000) + "{{/if}}".repeat(5000);
    expect(problemsOf(() => dotprompt(deep))[0]).toContain("more than 100 blocks within each other");
  });
});

describe("partials", () => {
  test("a circle is refused, and shown", () => {
    const files = { a: "{{> b}}", b: "x {{> a}}" };
    expect(problemsOf(() => dotprompt("{{> a}}", "", files))).toEqual([
      "1:3 the partials go round in a circle: a → b → a",
    ]);
  });

  test("what is wrong in a partial is told there", () => {
    expect(problemsOf(() => dotprompt("{{> a}}", "", { a: "ok\n  {{#if x}}" }))).toEqual([
      "2:3 {{#if}} is not closed; write {{/if}}",
    ]);
  });

  test("arguments and another context are seen inside", async () => {
    const files = { card: "{{title}}: {{name}}" };
    const prompt = await promptOf(
      dotprompt('{{#each people}}{{> card this title="Dr"}};{{/each}}', "", files),
    );
    expect(render(prompt, { people: [{ name: "A" }, { name: "B" }] })).toEqual([
      { role: "user", content: "Dr: A;Dr: B;" },
    ]);
  });
});

test("text before the first role is the user's; media, sections and history are dropped", async () => {
  const imported = dotprompt('Hi{{media url=u}}\n{{history}}\n{{section "x"}}{{role "system"}}Be kind');
  expect(lossesOf(imported)).toEqual(["1:5 {{media}}", "2:3 {{history}}", "3:3 {{section}}"]);
  expect(render(await promptOf(imported), {})).toEqual([
    { role: "user", content: "Hi" },
    { role: "system", content: "Be kind" },
  ]);
});

test("a file with Windows line ends becomes one with plain ones", () => {
  expect(dotprompt("a\r\n{{#if x}}\r\nb\r\n{{/if}}\r\n", "model: m").body).toBe(
    "a\n{% if x -%}\nb\n{% endif %}\n",
  );
});

test("a large prompt is converted in a moment", () => {
  const text = "A line with \\{{braces}} and {{name}}.\n".repeat(65_000);
  const start = performance.now();
  expect(dotprompt(text).body.length).toBeGreaterThan(2_500_000);
  expect(performance.now() - start).toBeLessThan(45_000);
});

import { expect, test } from "vitest";
import { importFixture, importText, lossesOf, problemsOf, promptOf, render } from "./exchange.js";

test("the second version: model, options, inputs, outputs, tools", async () => {
  const imported = importFixture("prompty", "prompty/answer.prompty");
  const { frontMatter } = await promptOf(imported);
  expect(imported.name).toBe("answer-a-question");
  expect(frontMatter.model).toBe("openai/gpt-4.1-2025-04-14");
  expect(frontMatter.settings).toEqual({ temperature: 0.2, max_output_tokens: 400, stop: ["DONE"] });
  expect(frontMatter.inputs.get("language")).toMatchObject({ required: false });
  expect(frontMatter.output?.schema).toMatchObject({ properties: { answer: { type: "string" } } });
  expect(frontMatter.tools[0]?.parameters).toMatchObject({ properties: { query: { type: "string" } } });
  expect(frontMatter.metadata).toEqual({ displayName: "Answers", authors: ["Kim"], team: "docs" });
  expect(lossesOf(imported)).toEqual([
    '2:7 the name "Answer a question"',
    "12:3 model.connection",
    `14:15 \${env:OPENAI_ENDPOINT}`,
    `15:13 \${env:OPENAI_API_KEY}`,
  ]);
});

test("the first version: configuration, parameters, sample, text of the system before any role", async () => {
  const imported = importFixture("prompty", "prompty/legacy.prompty");
  const prompt = await promptOf(imported);
  expect(prompt.frontMatter).toMatchObject({
    model: "gpt-4o",
    settings: { max_output_tokens: 300, temperature: 0 },
    output: { format: "json" },
    tools: [{ name: "look_up" }],
  });
  expect(lossesOf(imported)).toEqual([
    "6:3 model.configuration",
    `8:21 \${env:AZURE_ENDPOINT}`,
    "23:1 sample",
  ]);
  expect(render(prompt, { word: "x" })).toEqual([
    { role: "system", content: "Explain the word." },
    { role: "user", content: "x" },
  ]);
});

const prompty = (body: string, yaml = "name: p", files = {}) =>
  importText("prompty", `---\n${yaml}\n---\n${body}`, { files });

test("role lines are told in any case, behind # and with attributes, which are dropped", () => {
  const imported = prompty('# System:\nA\n  USER[name="kim"]:\nB\n');
  expect(imported.body).toBe("system:\nA\nuser:\nB\n");
  expect(lossesOf(imported)).toEqual(['6:7 the attributes [name="kim"]']);
});

test("files are taken in, JSON as values", async () => {
  const yaml = `name: p\ninputs: \${file:inputs.json}\nmodel:\n  options: {temperature: '\${file:t.json}'}`;
  const files = { "inputs.json": '{"q": {"kind": "integer"}}', "t.json": "0.5" };
  const { frontMatter } = await promptOf(prompty("user:\n{{q}}", yaml, files));
  expect(frontMatter.inputs.get("q")?.type).toBe("integer");
  expect(frontMatter.settings).toEqual({ temperature: 0.5 });
});

test("a file that cannot be read is told", () => {
  expect(lossesOf(prompty("Hi", `description: \${file:../secret}`))).toEqual([`2:14 \${file:../secret}`]);
});

test("what our template language lacks is refused at its place in the file", () => {
  expect(
    problemsOf(() => prompty("system:\nA {{ x | frobnicate }}\n\n# User:\n{% macro m() %}x{% endmacro %}")),
  ).toEqual(["5:10 there is no filter `frobnicate`", "8:4 `macro` is not supported in prompts"]);
  expect(problemsOf(() => prompty("{% include 'a.txt' %}"))[0]).toMatch(/^4:\d+ .*"a.txt"/);
  expect(problemsOf(() => prompty("tool:\nx"))).toEqual(["4:1 there is no role tool here"]);
});

test("other template languages and kinds of input are refused", () => {
  expect(problemsOf(() => prompty("{{x}}", "template: {format: mustache, parser: prompty}"))).toEqual([
    "2:20 a template in mustache has no equivalent here",
  ]);
  expect(problemsOf(() => prompty("{{x}}", "inputs:\n  x: {kind: thread}"))).toEqual([
    "3:13 an input of kind thread has no equivalent here",
  ]);
});

test("a loop through items(), a name that is taken and a member that may be absent keep their meaning", async () => {
  const body =
    "user:\n{% for k, v in facts.items() %}{{k}}={{v}};{% endfor %}{{ examples }}{% if user.plan %}!{% endif %}";
  const imported = prompty(body);
  expect(lossesOf(imported)).toEqual(["5:59 the name examples"]);
  const prompt = await promptOf(imported);
  expect(render(prompt, { facts: { a: 1 }, examples_: "e", user: {} })).toEqual([
    { role: "user", content: "a=1;e" },
  ]);
});

test("an input that may be absent renders as nothing", async () => {
  const prompt = await promptOf(
    prompty("user:\n[{{ a }}]", "inputs:\n  - {name: a, kind: string, required: false}"),
  );
  expect(render(prompt, {})).toEqual([{ role: "user", content: "[]" }]);
});

import { describe, expect, test } from "vitest";
import { fixture, importFixture, importText, lossesOf, problemsOf, promptOf, render } from "./exchange.js";

describe("GitHub", () => {
  test("messages, parameters and the schema are kept; tests are not", async () => {
    const imported = importFixture("github", "github/summary.prompt.yml");
    const prompt = await promptOf(imported);
    expect(prompt.frontMatter).toMatchObject({
      description: "Says it in fewer words.",
      model: "openai/gpt-4o-mini",
      settings: { temperature: 0.5, max_output_tokens: 300 },
      output: { format: "json", schema: { properties: { summary: { type: "string" } } } },
    });
    expect(lossesOf(imported)).toEqual(['1:7 the name "Text Summary"', "19:1 testData", "22:1 evaluators"]);
    expect(render(prompt, { input: "{{ x }}\nuser:" })).toEqual([
      { role: "system", content: "You shorten texts. Write {% and {{ 1 + 1 }} as they are." },
      { role: "user", content: "Shorten this:\n<text>\n{{ x }}\nuser:\n</text>" },
    ]);
  });

  test("places within texts are exact, whatever the style of the YAML", () => {
    const yaml = [
      "messages:",
      "  - role: user",
      "    content: |",
      "      one",
      "        two {{first-name}}",
      "  - role: user",
      '    content: "a \\u00e9\\n\\"b\\" {{last-name}}"',
      "  - role: user",
      "    content: it''s",
      "      folded {{mid-name}}",
      "  - role: user",
      "    content: 'it''s",
      "",
      "      here {{nick-name}}'",
      "  - role: user",
      "    content: >-",
      "      folded",
      "      text {{pet-name}}",
      "",
    ].join("\n");
    expect(lossesOf(importText("github", yaml))).toEqual([
      "5:13 the name first-name",
      "7:31 the name last-name",
      "10:14 the name mid-name",
      "14:12 the name nick-name",
      "18:12 the name pet-name",
    ]);
  });

  test("what is no prompt is refused", () => {
    expect(problemsOf(() => importText("github", "name: a\n"))).toEqual(["1:1 the file has no messages"]);
    expect(
      problemsOf(() => importText("github", "messages:\n  - {role: critic, content: a}\n  - hi\n")),
    ).toEqual(['2:12 there is no role "critic" here', "3:5 a message is a mapping with role and content"]);
    expect(problemsOf(() => importText("github", "a: [\n"))[0]).toMatch(/^\d:\d+ invalid YAML/);
  });

  test("a bomb of aliases is refused", () => {
    const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"];
    for (const [one, two] of ["ab", "bc", "cd", "de", "ef", "fg"].map((pair) => [...pair])) {
      bomb.push(`${two}: &${two} [${Array(9).fill(`*${one}`).join(",")}]`);
    }
    expect(problemsOf(() => importText("github", bomb.join("\n")))[0]).toContain("alias");
  });
});

describe("OpenAI", () => {
  test("a request becomes a prompt; what belongs to a conversation is dropped", async () => {
    const imported = importFixture("openai", "openai/request.json");
    const prompt = await promptOf(imported);
    expect(prompt.frontMatter).toMatchObject({
      model: "gpt-4.1-mini-2025-04-14",
      settings: { temperature: 0.1, max_output_tokens: 120 },
      output: { format: "json", schema: { properties: { label: { type: "string" } } } },
      tools: [{ name: "label", description: "Labels." }],
    });
    expect(lossesOf(imported)).toEqual([
      "5:3 stream",
      "10:7 name",
      "13:9 a part of type image_url",
      "19:7 tool_calls",
      "21:5 a message of the role tool",
    ]);
    expect(render(prompt, { text: "T" })).toEqual([
      { role: "developer", content: "Classify T.\nsystem:\nis {% no %} role." },
      { role: "user", content: "Here: T" },
      { role: "user", content: "Thanks." },
    ]);
  });

  test("a bare list is enough; text parts are joined by line ends", async () => {
    const parts = [
      { type: "text", text: "a" },
      { type: "text", text: "b" },
    ];
    const prompt = await promptOf(importText("openai", JSON.stringify([{ role: "user", content: parts }])));
    expect(render(prompt, {})).toEqual([{ role: "user", content: "a\nb" }]);
  });

  test("invalid JSON and a list without messages are refused", () => {
    expect(problemsOf(() => importText("openai", '[\n  {"role": user}]'))).toEqual([
      '2:12 invalid JSON: "u" stands where a value is expected',
    ]);
    expect(problemsOf(() => importText("openai", '[{"a": 1,\n}]'))[0]).toMatch(/^2:1 invalid JSON: "}"/);
    expect(problemsOf(() => importText("openai", '[{"a": 1}'))[0]).toContain(
      "1:10 invalid JSON: the text ends",
    );
    expect(problemsOf(() => importText("openai", "[]"))).toEqual(["1:1 the file has no messages"]);
  });
});

describe("promptfoo", () => {
  test("messages in YAML keep their templates; what looks like a role is text", async () => {
    const prompt = await promptOf(importFixture("promptfoo", "promptfoo/chat.yaml"));
    expect(render(prompt, { language: "french", formal: true, text: "T" })).toEqual([
      { role: "system", content: "You translate into FRENCH.\nuser:\nis a word, too." },
      { role: "user", content: "Formally: T" },
    ]);
  });

  test("of several texts in a file one is chosen", async () => {
    const texts = fixture("promptfoo/texts.txt");
    expect(problemsOf(() => importText("promptfoo", texts))).toEqual(["the file has 2 prompts"]);
    const prompt = await promptOf(importText("promptfoo", texts, { pick: "2" }));
    expect(render(prompt, { items: [{ name: "a" }, { name: "b" }], language: "en" })[0]?.content).toBe(
      '1. a, 2. b in en [{"name": "a"}, {"name": "b"}]',
    );
  });

  const config = [
    "prompts:",
    "  - 'Say {{ a | upper }}'",
    "  - label: short",
    '    raw: \'[{"role": "system", "content": "Be {{ tone }}"}]\'',
    "    config: {temperature: 0.5, max_tokens: 9}",
    "  - file://texts/one.txt",
    "  - file://make.py:prompt",
    "providers: [openai:gpt-4o]",
    "tests: []",
  ].join("\n");

  test("a configuration's entries are texts, messages, files; a program is refused when it is chosen", () => {
    const files = { "texts/one.txt": "One {{ x }}" };
    const file = "promptfooconfig.yaml";
    expect(problemsOf(() => importText("promptfoo", config, { file, files, pick: "4" }))).toEqual([
      "7:5 file://make.py:prompt is a program; only texts and messages can be imported",
    ]);
    expect(importText("promptfoo", config, { file, files, pick: "1" }).body).toContain("Say {{ a | upper }}");
    expect(importText("promptfoo", config, { file, files: {}, pick: "1" }).body).toContain("Say");
    expect(problemsOf(() => importText("promptfoo", config, { file, files: {}, pick: "3" }))).toEqual([
      expect.stringMatching(/^6:5 /),
    ]);
    const rest = config.replace("  - file://make.py:prompt\n", "");
    const short = importText("promptfoo", rest, { file, files, pick: "short" });
    expect(short).toMatchObject({ name: "short", body: "system:\nBe {{ tone }}\n" });
    expect(short.frontMatter.settings).toEqual({ temperature: 0.5, max_output_tokens: 9 });
    expect(lossesOf(short)).toEqual(["7:1 providers", "8:1 tests"]);
    expect(importText("promptfoo", rest, { file, files, pick: "3" }).body).toBe("One {{ x }}\n");
    expect(problemsOf(() => importText("promptfoo", rest, { file, files, pick: "shrt" }))).toEqual([
      'the file has no prompt "shrt"',
    ]);
  });

  test("the environment and unknown filters are refused at their place, within YAML and JSON too", () => {
    expect(problemsOf(() => importText("promptfoo", "a\n{{ env.KEY }} {{ x | wordwrap }}"))).toEqual([
      "2:22 there is no filter `wordwrap`",
    ]);
    expect(problemsOf(() => importText("promptfoo", "a\n{{ env.KEY }}"))).toEqual([
      "2:4 a prompt cannot read the environment",
    ]);
    const yaml = "- role: user\n  content: |\n    a\n    {{ x | nope }}\n";
    expect(problemsOf(() => importText("promptfoo", yaml, { file: "p.yaml" }))).toEqual([
      "4:12 there is no filter `nope`",
    ]);
    const json = '[\n\t{"role": "user", "content": "a\\n\\"{{ x | nope }}"}]';
    expect(problemsOf(() => importText("promptfoo", json, { file: "p.json" }))).toEqual([
      "2:43 there is no filter `nope`",
    ]);
  });

  test("a loop with two names goes through a mapping, as in Nunjucks; elseif is elif", async () => {
    const text =
      "{% for k, v in m %}{{ k }}={{ v }};{% endfor %}{% if a == 1 %}x{% elseif a == 2 %}y{% endif %}";
    const prompt = await promptOf(importText("promptfoo", text));
    expect(render(prompt, { m: { p: 1, q: 2 }, a: 2 })).toEqual([{ role: "user", content: "p=1;q=2;y" }]);
  });
});

import { describe, expect, test } from "vitest";
import { readNativeSuite } from "../../../../src/evals/suite/read-native-suite.js";
import { reported, suiteSource } from "../../../support/suite-source.js";

async function read(text: string, files: Readonly<Record<string, string>> = {}) {
  const source = await suiteSource(text, files);
  return { suite: readNativeSuite(source), problems: reported(source) };
}

const base = "target: {prompt: answer}\ndata: cases.jsonl\n";

describe("graders", () => {
  const graders = async (text: string, files = {}) => read(`${base}graders:\n${text}`, files);

  test("are names, mappings of a type to a value, or mappings with a type", async () => {
    const { suite, problems } = await graders(
      "  - is-json\n  - contains: x\n  - {icontains: y, weight: 2, metric: tone}\n  - {type: similar, value: z, threshold: 0.8, not: true}\n",
    );
    expect(problems).toEqual([]);
    expect(suite.graders.map(({ spec }) => spec)).toMatchObject([
      { type: "is-json", negated: false, weight: 1, config: {} },
      { type: "contains", value: "x", renderValue: false },
      { type: "icontains", value: "y", weight: 2, metric: "tone" },
      { type: "similar", value: "z", threshold: 0.8, negated: true },
    ]);
    expect(suite.graders[3]?.spec.at).toMatchObject({ file: "s.eval.yaml", line: 7, column: 5 });
  });

  test("not- before a type and not: undo each other", async () => {
    const { suite } = await graders("  - not-contains: x\n  - {not-contains: x, not: true}\n");
    expect(suite.graders.map(({ spec }) => [spec.type, spec.negated])).toEqual([
      ["contains", true],
      ["contains", false],
    ]);
  });

  test("that compare take what is expected, if the suite says what that is", async () => {
    const { suite, problems } = await read(
      `${base}expected: answer\ngraders: [equals, is-json, {contains: }]\n`,
    );
    expect(problems).toEqual([]);
    expect(suite.graders.map(({ takesExpected }) => takesExpected)).toEqual([true, false, true]);
    expect((await graders("  - equals\n  - regex\n")).problems).toEqual([
      "4:5: equals needs a value (write {equals: VALUE}, or say which column is expected)",
      "5:5: regex needs a value (write {regex: VALUE})",
    ]);
  });

  test("values with templates are rendered, others are not, and a template that is wrong is told at its place", async () => {
    const { suite } = await graders(
      '  - contains: "{{ name }}"\n  - contains-all: [a, "{{ b }}"]\n  - contains: "{ x }"\n',
    );
    expect(suite.graders.map(({ spec }) => spec.renderValue)).toEqual([true, true, false]);
    const { problems } = await graders(
      "  - contains: 'a {{ b'\n  - llm-rubric: |\n      One\n      two {{ x | nope }}\n",
    );
    expect(problems).toEqual([
      "4:18: `{{` is not closed (end the tag with `}}`)",
      expect.stringMatching(/^7:18: there is no filter `nope`/),
    ]);
  });

  test("code is code: in the suite, in a file, or in a function of a file; it is not taken for a template", async () => {
    const { suite, problems } = await graders(
      "  - javascript: \"output.includes('{{')\"\n  - python: file://check.py:is_polite\n  - similar: file://wanted.js\n",
      { "check.py": "", "wanted.js": "" },
    );
    expect(problems).toEqual([]);
    expect(suite.graders.map(({ spec: { script } }) => script)).toMatchObject([
      { language: "javascript", code: "output.includes('{{')" },
      { language: "python", file: "/repo/check.py", functionName: "is_polite" },
      { language: "javascript", file: "/repo/wanted.js" },
    ]);
    expect((await graders("  - python: file://gone.py\n  - javascript: file://x.txt\n")).problems).toEqual([
      "4:13: there is no file gone.py",
      "5:17: file://x.txt is no file with code (it must end in .js, .mjs, .cjs, .ts, .py or .rb)",
    ]);
  });

  test("a value may stand in a file: JSON and YAML by their meaning, a text as a template", async () => {
    const files = {
      "s.json": '{"type": "object"}',
      "r.txt": "Is it {{ tone }}?\n",
      "l.yaml": "- a\n- b\n",
      "b.json": "{",
    };
    const { suite } = await graders(
      "  - is-json: file://s.json\n  - llm-rubric: file://r.txt\n  - contains-any: file://l.yaml\n",
      files,
    );
    expect(suite.graders.map(({ spec }) => [spec.value, spec.renderValue])).toEqual([
      [{ type: "object" }, false],
      ["Is it {{ tone }}?", true],
      [["a", "b"], false],
    ]);
    expect((await graders("  - is-json: file://b.json\n", files)).problems).toEqual([
      "4:14: b.json holds neither JSON nor YAML",
    ]);
  });

  test("a number is a limit where the grader has one", async () => {
    const { suite } = await graders("  - latency: 2000\n  - cost: 0.01\n  - contains: 42\n");
    expect(suite.graders.map(({ spec }) => [spec.threshold, spec.value])).toEqual([
      [2000, undefined],
      [0.01, undefined],
      [undefined, 42],
    ]);
  });

  test("a set has graders and a threshold of its own", async () => {
    const { suite, problems } = await graders(
      "  - {type: assert-set, threshold: 0.5, graders: [{contains: a}, {contains: b}]}\n  - assert-set: [is-json]\n",
    );
    expect(problems).toEqual([]);
    expect(suite.graders[0]?.spec).toMatchObject({
      threshold: 0.5,
      assertions: [{ value: "a" }, { value: "b" }],
    });
    expect(suite.graders[1]?.spec.assertions).toMatchObject([{ type: "is-json" }]);
    expect((await graders("  - assert-set\n  - {contains: x, graders: [is-json]}\n")).problems).toEqual([
      "4:5: assert-set needs graders (write {type: assert-set, graders: [..]})",
      "5:19: only assert-set holds graders, contains does not",
    ]);
  });

  test("whatever is wrong is told with what was meant", async () => {
    const { problems } = await graders(
      [
        ...[
          "  - contain: x",
          "  - is-jsn",
          "  - {type: contains, value: x, treshold: 1}",
          "  - {contains: x, equals: y}",
        ],
        ...[
          "  - {contains: x, wieght: 2}",
          "  - 5",
          "  - {weight: 2}",
          "  - {contains: x, weight: -1}",
          "  - not-frobnicate: x",
        ],
      ].join("\n"),
    );
    expect(problems).toEqual([
      '4:5: unknown grader "contain" (did you mean contains?)',
      '5:5: unknown grader "is-jsn" (did you mean is-json?)',
      '6:32: unknown key "treshold" in graders[2] (did you mean threshold?)',
      "7:19: two graders in one: contains, equals (begin a new item of the list for each)",
      '8:19: unknown key "wieght" in a grader (did you mean weight?)',
      "9:5: graders[5]: expected the name of a grader or a mapping, like {contains: text}, found 5",
      "10:5: a grader needs a type (write {contains: text} or {type: contains, value: text})",
      "11:27: graders[7].weight: expected a number of at least 0, found -1",
      '12:5: unknown grader "not-frobnicate" (docs/eval-suites.md lists the graders)',
    ]);
  });
});

describe("the target", () => {
  const target = async (text: string, files = {}) => {
    const { suite, problems } = await read(`target: ${text}\ndata: d.csv\ngraders: [is-json]\n`, files);
    return { target: suite.target, problems };
  };

  test("is prompts by name, version, alias, text or file, and providers", async () => {
    const { target: read, problems } = await target(
      '{prompt: [answer, answer@1.2.0, {name: answer@stable, label: live}, {text: "Say {{ x }}"}, {file: p.txt}], providers: [echo, {id: "openai:gpt-5.4-mini", label: mini, config: {temperature: 0}}]}',
      { "p.txt": "Hello {{ y }}" },
    );
    expect(problems).toEqual([]);
    expect(read).toMatchObject({
      kind: "prompt",
      prompts: [
        { prompt: { label: "answer", body: { kind: "reference", reference: "answer" } } },
        { prompt: { label: "answer@1.2.0" } },
        { prompt: { label: "live", body: { reference: "answer@stable" } } },
        { prompt: { label: "Say {{ x }}", body: { kind: "template", text: "Say {{ x }}" } } },
        { prompt: { label: "p.txt", body: { text: "Hello {{ y }}" } } },
      ],
      providers: [
        { id: "echo", label: "echo" },
        { id: "openai:gpt-5.4-mini", label: "mini", config: { temperature: 0 } },
      ],
    });
  });

  test("is a command, a service or recorded answers", async () => {
    expect(
      (await target("{exec: ./bot.sh --fast, input: '{{ q }}'}", { "bot.sh": "" })).target,
    ).toMatchObject({
      kind: "program",
      provider: { id: "exec:./bot.sh --fast", label: "./bot.sh --fast" },
      input: "{{ q }}",
    });
    const http =
      "{http: {url: 'https://x.test/a', method: PUT, headers: {x-a: 1}, body: {q: '{{prompt}}'}, output: 'choices[0].text'}}";
    expect((await target(http)).target).toMatchObject({
      kind: "program",
      provider: {
        id: "https://x.test/a",
        config: {
          method: "PUT",
          headers: { "x-a": "1" },
          body: { q: "{{prompt}}" },
          transformResponse: "choices[0].text",
        },
      },
    });
    expect((await target("{predictions: p.jsonl, id: case, output: text}")).target).toMatchObject({
      kind: "predictions",
      file: "p.jsonl",
      output: "text",
      id: "case",
    });
  });

  test.each([
    ["{}", "1:9: the target needs one of prompt, exec, http, predictions"],
    ["{promt: answer}", '1:10: unknown key "promt" in target (did you mean prompt?)'],
    ["{prompt: a, exec: b}", "1:21: the target is either prompt or exec (write a suite for each)"],
    [
      "{prompt: Not A Name}",
      '1:18: "Not A Name" names no prompt (write {text: …} for a prompt that stands in the suite)',
    ],
    ["{prompt: []}", "1:18: target.prompt: expected at least one prompt, found []"],
    ["{prompt: [a, a]}", "1:22: a is named twice (keep one, or give it a label)"],
    [
      "{prompt: a, providers: [echo, echo]}",
      '1:39: two providers are called "echo" (give one of them a label)',
    ],
    [
      "{prompt: a, providers: [{lable: x, id: echo}]}",
      '1:34: unknown key "lable" in target.providers[0] (did you mean label?)',
    ],
    ["{prompt: a, providers: ['file://gone.js']}", "1:33: there is no file gone.js"],
    ["{http: {url: 'ftp://x'}}", '1:22: "ftp://x" is no address (it must begin with http:// or https://)'],
    [
      "{http: {url: 'http://x', method: FETCH}}",
      '1:42: target.http.method: expected one of GET, POST, PUT, PATCH, DELETE, found "FETCH"',
    ],
    [
      "{http: {url: 'http://x', output: 'a b'}}",
      '1:42: "a b" is no path into the answer (write one such as choices[0].message.content)',
    ],
    ["answer", '1:9: target: expected a mapping like {prompt: answer@stable}, found "answer"'],
  ])("%s is refused", async (text, problem) => {
    expect((await target(text)).problems[0]).toBe(problem);
  });
});

describe("amounts", () => {
  test("shares, times and costs are read in the words that people use", async () => {
    const { suite, problems } = await read(
      `${base}graders: [is-json]\nerrors: {allow: 5%}\ntimeout: 1.5s\nbudget: {maxCostUsd: 2.5}\nconcurrency: 8\nrepeat: 3\ngates:\n  - {metric: passRate, min: 95%}\n  - {metric: score, min: 0.2, max: 0.9, slice: {lang: de}, name: middling}\n`,
    );
    expect(problems).toEqual([]);
    expect(suite).toMatchObject({
      errorsAllowed: 0.05,
      timeoutMs: 1500,
      budget: { maxCostUsd: 2.5 },
      concurrency: 8,
      repeat: 3,
    });
    expect(suite.gates).toMatchObject([
      { name: "passRate ≥ 0.95", metric: "passRate", min: 0.95 },
      { name: "middling", min: 0.2, max: 0.9, slice: { lang: "de" } },
    ]);
  });

  test("what cannot be is refused, all of it at once and in the order of the file", async () => {
    const { problems } = await read(
      `${base}graders: [is-json]\nerrors: {allow: 105%}\ntimeout: soon\nbudget: {maxCostUsd: -1}\nconcurrency: 0\nrepeat: 1.5\ngates:\n  - {metric: passRate}\n  - {metric: passRate, min: 0.9, max: 0.5}\nname: "a/b"\n`,
    );
    expect(problems.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))).toEqual([
      '4:17: errors.allow: expected a share such as 5% or 0.05, found "105%"',
      '5:10: timeout: expected a time such as 30s or 500ms, found "soon"',
      "6:22: budget.maxCostUsd: expected a number of at least 0, found -1",
      "7:14: concurrency: expected a whole number from 1 to 1000, found 0",
      "8:9: repeat: expected a whole number, found 1.5",
      "10:5: a gate needs min or max",
      "11:29: min 0.9 is above max 0.5: nothing can pass",
      `12:7: name: a suite cannot be called "a/b" (use letters, digits, spaces, '.', '_' and '-')`,
    ]);
  });
});

describe("a suite", () => {
  test("needs a target, cases, and something that judges", async () => {
    expect((await read("description: x\n")).problems).toEqual([
      "1:1: the suite has no target (say what is evaluated, such as target: {prompt: answer@stable})",
      "1:1: the suite has no cases (name a data set, data: cases.jsonl, or write cases:)",
      "1:1: nothing says whether an answer is good (add graders: [..]; docs/eval-suites.md lists them)",
    ]);
  });

  test("has cases or data, not both; a key that is misspelt is told once", async () => {
    expect((await read(`${base}cases: [{vars: {a: b}}]\ngraders: [is-json]\n`)).problems).toEqual([
      "3:1: cases come from data or are written in the suite, not both (move the cases to a suite of their own)",
    ]);
    expect((await read("taget: {prompt: a}\ndata: x.csv\ngraders: [is-json]\nx-mine: 1\n")).problems).toEqual(
      ['1:1: unknown key "taget" (did you mean target?)'],
    );
  });

  test("cases are read with all that is said of each", async () => {
    const { suite, problems } = await read(
      [
        "target: {prompt: answer}",
        "graders: [equals]",
        "cases:",
        "  - id: 7",
        "    vars: {question: 'Hi {{ name }}', name: Ann}",
        "    expected: Hello",
        "    graders: [{contains: '{{ name }}'}]",
        "    slices: {language: en, turns: 2}",
        "    tags: [smoke]",
        "    critical: true",
        "    cluster: c1",
      ].join("\n"),
    );
    expect(problems).toEqual([]);
    expect(suite.cases).toMatchObject([
      {
        id: "7",
        expected: "Hello",
        slices: { language: "en", turns: "2" },
        tags: ["smoke"],
        critical: true,
        cluster: "c1",
      },
    ]);
  });

  test("a case's templates know that case's values alone", async () => {
    const { problems } = await read(
      "target: {prompt: answer}\ncases:\n  - vars: {tone: '{{ other }}'}\n    graders: [{contains: '{{ tones }}'}]\n  - vars: {other: x}\n    graders: [is-json]\n",
    );
    expect(problems).toEqual([
      "3:22: the case has no other (there are: tone)",
      "4:30: the case has no tones (did you mean tone?)",
    ]);
  });
});

import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { type Files, gitRepo } from "../support/repo.js";

interface Told {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What `eval validate` says of a suite. */
async function validated(files: Files) {
  const { code, json } = await mlx(gitRepo(files), "eval validate promptfooconfig.yaml --json");
  const { problems, suites } = json as {
    problems: (Told & { file: string })[];
    suites: { notKept: Told[]; cases: number }[];
  };
  return { code, problems, suite: suites[0] };
}

test("every mistake of a suite is told at once, where it stands, with what was meant", async () => {
  const { code, problems } = await validated({
    "promptfooconfig.yaml": `prompts:
  - prompts/missing.txt
  - file://empty.txt
providers:
  - id: 5
  - file://none.js
tests:
  - vars: { a: 1 }
    threshold: high
    assert:
      - type: contain
        value: x
      - { type: contains, weight: -1 }
      - { type: javascript, value: file://none.js }
      - value: x
  - just text.csv
  - path: tests.xlsx
  - 7
scenarios:
  - 3
defaultTest: [x]
derivedMetrics: [{ name: f1 }]
evaluateOptions: { repeat: 0 }
`,
    "empty.txt": "\n\n",
    "tests.xlsx": "",
  });
  expect(code).toBe(2);
  expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
    "2:5 there is no file prompts/missing.txt (paths are relative to the suite)",
    "3:5 empty.txt is empty",
    '5:9 providers[0].id: expected text, found 5 (put it in quotes: "5")',
    "6:5 there is no file none.js (paths are relative to the suite)",
    '9:16 tests[0].threshold: expected a number, found "high"',
    '11:15 unknown assertion type "contain" (did you mean contains?)',
    "13:35 tests[0].assert[1].weight: expected a number of at least 0, found -1",
    "14:36 there is no file none.js (paths are relative to the suite)",
    "15:9 tests[0].assert[3].type: expected text, found nothing",
    "16:5 there is no file just text.csv (paths are relative to the suite)",
    "17:11 tests.xlsx is no file of tests (it must end in .csv, .jsonl, .json, .yaml, .js or .py)",
    '18:5 tests[3]: expected text, found 7 (put it in quotes: "7")',
    "20:5 scenarios[0]: expected a scenario: {config: […], tests: […]}, found 3",
    '21:14 defaultTest: expected a test: a mapping with vars and assert, found ["x"]',
    "22:18 derivedMetrics[0].value: expected text, found nothing",
    "23:28 evaluateOptions.repeat: expected a whole number of at least 1, found 0",
  ]);
});

test("what mlx does not do is said by name, where it stands, and the rest runs", async () => {
  const { code, suite } = await validated({
    "promptfooconfig.yaml": `prompts: ["{{a}}"]
providers: [{ id: echo, dealy: 100 }]
outputPath: out.json
sharing: true
redteam: { plugins: [] }
promts: [x]
evaluateOptions: { timeoutMs: 5, showProgressBar: false, maxConcurrency: 2 }
tests:
  - vars: { a: 1 }
    asert: []
    options: { runSerially: true, transfrom: output, temperature: 1 }
    assert:
      - { type: human }
      - { type: contains, value: "1", treshold: 1 }
`,
  });
  expect(code).toBe(0);
  expect(suite?.cases).toBe(1);
  expect(
    suite?.notKept.map(
      ({ line, column, ...rest }) => `${line}:${column} ${JSON.stringify(Object.values(rest))}`,
    ),
  ).toEqual([
    expect.stringContaining('3:1 ["outputPath","name the files when you run it: --output results.jsonl"'),
    expect.stringContaining('4:1 ["sharing","mlx sends results nowhere"'),
    expect.stringContaining('5:1 ["redteam","it needs a service that promptfoo hosts"'),
    expect.stringContaining('6:1 ["promts","did you mean prompts?"'),
    expect.stringContaining('2:25 ["dealy",'),
    expect.stringContaining('10:5 ["asert",'),
    expect.stringContaining('11:35 ["transfrom","did you mean transform?"'),
    expect.stringContaining('11:16 ["runSerially",'),
    expect.stringContaining('13:11 ["assertion human",'),
    expect.stringContaining('14:39 ["treshold","did you mean threshold?"'),
    expect.stringContaining('7:20 ["evaluateOptions.timeoutMs",'),
  ]);
});

test("filters and code that scores must be files of code that are there", async () => {
  const { code, problems } = await validated({
    "promptfooconfig.yaml": `prompts: ["{{a}}"]
providers: [{ id: echo, delay: -1 }]
nunjucksFilters: { gone: ./none.js, text: ./note.txt, snake: ./filter.py }
tests:
  - assertScoringFunction: return 1
  - assertScoringFunction: file://none.js
    options: { repeat: 0 }
`,
    "note.txt": "x",
    "filter.py": "x",
  });
  expect(code).toBe(2);
  expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
    "2:32 providers[0].delay: expected a number of at least 0, found -1",
    "3:26 there is no file ./none.js (paths are relative to the suite)",
    "3:43 note.txt is no file of JavaScript (a filter is a function that it exports)",
    "3:62 filter.py is no file of JavaScript (a filter is a function that it exports)",
    '5:28 tests[0].assertScoringFunction: expected file://NAME.js or file://NAME.py, found "return 1"',
    "6:28 there is no file none.js (paths are relative to the suite)",
    "7:24 tests[1].options.repeat: expected a whole number of at least 1, found 0",
  ]);
});

describe("a file of tests", () => {
  const suite = 'prompts: ["{{q}}"]\nproviders: [echo]\ntests: file://tests/*.*\n';

  test("has what is wrong with its rows told, each at its line", async () => {
    const { code, problems } = await validated({
      "promptfooconfig.yaml": suite,
      "tests/a.jsonl": '{"vars": {"q": 1}}\n{"vars": \n{"vars": [1], "assert": "x"}\n',
      "tests/b.csv": "q,__expected,__threshold\na,b,high\n",
      "tests/c.yaml": "- vars: {q: 1}\n  assert:\n    - {type: equal}\n",
    });
    expect(code).toBe(2);
    expect(problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)).toEqual(
      [
        "tests/a.jsonl:2:10 invalid JSON: expected a value here",
        'tests/a.jsonl:3:1 vars[0]: expected text, found 1 (put it in quotes: "1")',
        'tests/a.jsonl:3:1 assert: expected a list, found "x"',
        'tests/b.csv:2:1 threshold: expected a number, found "high"',
        'tests/c.yaml:3:14 unknown assertion type "equal" (did you mean equals?)',
      ],
    );
  });

  test("with a byte order mark is read like any other", async () => {
    const { code, suite: read } = await validated({
      "promptfooconfig.yaml": suite,
      "tests/a.csv": "\uFEFFq\nx\ny\n",
    });
    expect([code, read?.cases]).toEqual([0, 2]);
  });

  test("that is empty is told", async () => {
    const { problems } = await validated({ "promptfooconfig.yaml": suite, "tests/a.csv": "q\n" });
    expect(problems.map(({ message }) => message)).toEqual(["there are no tests in this file"]);
  });

  test("that no pattern finds is told", async () => {
    const { problems } = await validated({ "promptfooconfig.yaml": suite });
    expect(problems.map(({ message }) => message)).toEqual([
      "no file fits tests/*.* (paths are relative to the suite)",
    ]);
  });

  test("whose code fails stops the reading, and says where", async () => {
    const repo = gitRepo({
      "promptfooconfig.yaml": 'prompts: ["x"]\nproviders: [echo]\ntests: file://make.js\n',
      "make.js": "module.exports = () => { throw new Error('no tests today'); };\n",
    });
    const { code, stderr } = await mlx(repo, "eval validate promptfooconfig.yaml");
    expect([code, stderr]).toEqual([3, expect.stringContaining("no tests today")]);
  });
});

test("lists that multiply to too many tests are refused", async () => {
  const list = JSON.stringify(Array.from({ length: 400 }, (_, index) => `v${index}`));
  const { problems } = await validated({
    "promptfooconfig.yaml": `prompts: ["x"]\nproviders: [echo]\ntests: [{vars: {a: ${list}, b: ${list}}}]\n`,
  });
  expect(problems.map(({ message }) => message)).toEqual([
    "the lists of a test multiply to more than 100,000 tests",
  ]);
});

test("nothing is called and nothing is written by a dry run", async () => {
  const repo = gitRepo({
    "promptfooconfig.yaml":
      "prompts: [a, b]\nproviders: [openai:chat:gpt-5.4-mini, echo]\ntests: [{vars: {x: [p, q]}}, {}]\n",
  });
  const { code, json } = await mlx(repo, "eval run promptfooconfig.yaml --dry-run --json");
  expect([code, json]).toEqual([0, expect.objectContaining({ cases: { total: 12 }, calls: 12 })]);
});

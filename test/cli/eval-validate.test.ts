import { symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { type Files, gitRepo, type TestRepo } from "../support/repo.js";

const prompt = `---
model: gpt-5.4-mini-2026-03-17
inputs:
  question: {type: string, trusted: false}
  tone: {type: string, default: kind}
---
Answer in a {{ tone }} voice: {{ question }}
`;

const suite = `description: what customers ask
target: {prompt: answer}
data: cases.jsonl
id: id
expected: answer
slices: [language]
graders: [icontains, {llm-rubric: "Is it about {{ question }}?"}]
`;

const rows = `{"id": "a", "question": "How?", "answer": "so", "language": "en"}
{"id": "b", "question": "Wie?", "answer": "so", "language": "de"}
`;

const repoWith = (files: Files = {}) =>
  gitRepo({
    "prompts/answer/prompt.md": prompt,
    "evals/s.eval.yaml": suite,
    "evals/cases.jsonl": rows,
    ...files,
  });

async function validate(repo: TestRepo, file = "evals/s.eval.yaml") {
  const { code, json, stderr } = await mlx(repo, ["eval", "validate", file, "--json"]);
  const problems = Array.isArray(json["problems"]) ? json["problems"] : [];
  return {
    code,
    json,
    stderr,
    problems: problems.map(
      ({ file: where, line, column, message }) => `${where}:${line}:${column}: ${message}`,
    ),
  };
}

const broken = async (text: string, files: Files = {}) =>
  (await validate(repoWith({ "evals/s.eval.yaml": text, ...files }))).problems;

test("says what would run, and calls nobody", async () => {
  const { code, stdout, stderr } = await mlx(repoWith(), "eval validate evals/s.eval.yaml");
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: "evals/s.eval.yaml: s: 2 cases, 2 calls (1 prompt, 1 provider)\n",
    stderr: "",
  });
});

test("--json gives each suite with its cases, calls and the digests of what it is made of", async () => {
  const { code, json } = await validate(
    repoWith({ "evals/s.eval.yaml": `${suite}repeat: 3\nname: support\n` }),
  );
  expect(code).toBe(0);
  expect(json).toMatchObject({
    valid: true,
    suites: [
      {
        file: "evals/s.eval.yaml",
        name: "support",
        format: "mlx",
        cases: 6,
        calls: 6,
        providers: ["openai:gpt-5.4-mini-2026-03-17"],
      },
    ],
    problems: [],
  });
  expect(Object.keys(Object(json["suites"])[0].digests).sort()).toEqual([
    "evals/cases.jsonl",
    "evals/s.eval.yaml",
    "prompts/answer/prompt.md",
  ]);
});

test("several suites are checked in one go; one that is wrong makes the exit 2", async () => {
  const repo = repoWith({ "evals/bad.eval.yaml": "target: {}\n" });
  const { code, stdout, stderr } = await mlx(
    repo,
    "eval validate evals/s.eval.yaml evals/bad.eval.yaml evals/gone.yaml",
  );
  expect(code).toBe(2);
  expect(stdout).toContain("2 cases");
  expect(stderr).toContain("the target needs one of prompt, exec, http, predictions");
  expect(stderr).toContain("evals/gone.yaml is no suite: there is no such file");
  const { json } = await mlx(repo, "eval validate evals/bad.eval.yaml evals/gone.yaml --json");
  expect(json).toMatchObject({ valid: false, suites: [] });
});

test("every mistake is told at once: keys, graders, columns, prompts, versions, ids, templates, gates", async () => {
  const problems = await broken(
    `target:
  prompt: [anser, answer@9.0.0]
  providers: [echo]
data: cases.jsonl
id: idd
expected: answer
slices: [langauge]
graders:
  - icontain
  - contains: "{{ qestion }}"
gates:
  - {metric: pasRate, min: 0.9}
  - {metric: passRate, min: 0.9, slice: {lang: de}}
critical: [zzz]
`,
  );
  expect(problems).toEqual([
    'evals/s.eval.yaml:2:12: there is no prompt "anser" (did you mean answer?)',
    expect.stringMatching(/^evals\/s\.eval\.yaml:2:19: answer has no version or alias "9\.0\.0"/),
    'evals/s.eval.yaml:5:5: the data has no column "idd" (did you mean id?)',
    'evals/s.eval.yaml:7:10: the data has no column "langauge" (did you mean language?)',
    'evals/s.eval.yaml:9:5: unknown grader "icontain" (did you mean icontains?)',
    "evals/s.eval.yaml:10:19: the data has no qestion (did you mean question?)",
    'evals/s.eval.yaml:12:14: there is no metric "pasRate" (did you mean passRate?)',
    expect.stringMatching(/^evals\/s\.eval\.yaml:13:48: no case has the slice "lang"/),
    'evals/s.eval.yaml:14:12: there is no case with the id "zzz"',
  ]);
});

test("what a prompt takes and nobody gives is told where the prompt is named, with the way to give it", async () => {
  expect(
    await broken(suite, {
      "evals/cases.jsonl": '{"id": "a", "q": "How?", "answer": "so", "language": "en"}\n',
    }),
  ).toEqual([
    "evals/s.eval.yaml:2:18: answer takes question, and the data has no such column (name its column: vars: {question: COLUMN})",
    "evals/s.eval.yaml:7:51: the data has no question (there are: id, q, answer, language, expected)",
  ]);
  const mapped = suite.replace("id: id", "id: id\nvars: {question: q}");
  expect(
    await broken(mapped, {
      "evals/cases.jsonl": '{"id": "a", "q": "How?", "answer": "so", "language": "en"}\n',
    }),
  ).toEqual([]);
});

test("a JSON Schema or a regular expression that is none is told before anybody is asked; one that a case fills in is not looked at", async () => {
  const graders = `graders:
  - is-json: {type: nonsense}
  - regex: "([a-z"
  - {regex: "[0-9]+", config: {flags: q}}
  - contains-json: {properties: {a: {type: string}}}
  - regex: "({{ question }}"
`;
  const problems = await broken(suite.replace(/graders:.*$/s, graders));
  expect(problems.map((problem) => problem.replace(/: .*?: /, ": "))).toEqual([
    expect.stringContaining('"nonsense" is no type'),
    expect.stringContaining('"([a-z" is no regular expression'),
    expect.stringContaining('expected some of i, m, s, u, v, found "q"'),
  ]);
});

describe("data", () => {
  test("two rows of the same id are both named", async () => {
    expect(await broken(suite, { "evals/cases.jsonl": rows + rows })).toEqual([
      'evals/cases.jsonl:3:1: the id "a" is that of the row on line 1, too',
      'evals/cases.jsonl:4:1: the id "b" is that of the row on line 2, too',
    ]);
  });

  test("bad lines, missing values and a thousand rows with the same mistake are told in a few lines", async () => {
    const many = Array.from(
      { length: 1000 },
      (_, index) => `{"id": ${index}, "question": "x", "language": "en"}\n`,
    ).join("");
    const problems = await broken(suite, { "evals/cases.jsonl": `${rows}{"id": \n${many}` });
    expect(problems).toHaveLength(22);
    expect(problems[0]).toBe("evals/cases.jsonl:3:8: invalid JSON: expected a value here");
    expect(problems[1]).toBe('evals/cases.jsonl:4:1: the row has no "answer", which is what is expected');
    expect(problems.at(-1)).toBe("evals/cases.jsonl:23:1: 980 more rows like this");
  });

  test.each([
    ["", "evals/cases.jsonl:1:1: there are no rows in this file"],
    ["\ufeff\n\n", "evals/cases.jsonl:1:1: there are no rows in this file"],
    ["\ufeff{oops", "evals/cases.jsonl:1:2: invalid JSON: expected a key or } here"],
  ])(
    "a file of which no row can be read is one mistake, and not one for each column, too",
    async (content, problem) => {
      expect(await broken(suite, { "evals/cases.jsonl": content })).toEqual([problem]);
    },
  );

  test("CSV, TSV, YAML and JSON give the same cases as JSON Lines", async () => {
    for (const [name, content] of [
      ["c.csv", "id,question,answer,language\na,How?,so,en\nb,Wie?,so,de\n"],
      ["c.tsv", "id\tquestion\tanswer\tlanguage\na\tHow?\tso\ten\nb\tWie?\tso\tde\n"],
      [
        "c.yaml",
        "- {id: a, question: How?, answer: so, language: en}\n- {id: b, question: Wie?, answer: so, language: de}\n",
      ],
      [
        "c.json",
        JSON.stringify(
          rows
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line)),
        ),
      ],
    ] as const) {
      const { json, problems } = await validate(
        repoWith({ "evals/s.eval.yaml": suite.replace("cases.jsonl", name), [`evals/${name}`]: content }),
      );
      expect([name, problems, Object(json["suites"])[0]?.cases]).toEqual([name, [], 2]);
    }
  });

  test("a path that is no table, is not there, or is somebody else's is told with what to do", async () => {
    const at = "evals/s.eval.yaml:3:7: ";
    const data = async (path: string) =>
      (await broken(suite.replace("data: cases.jsonl", `data: ${path}`)))[0];
    expect(await data("cases.txt")).toMatch(`${at}cases.txt is no file of rows (the name must end in .jsonl`);
    expect(await data("case.jsonl")).toBe(`${at}there is no file case.jsonl (did you mean cases.jsonl?)`);
    expect(await data("../../../etc/x.csv")).toMatch(`${at}../../../etc/x.csv leads out of the repository`);
    expect(await data("/etc/x.csv")).toMatch(`${at}/etc/x.csv is an absolute path`);
    expect(await data("https://x.test/d.csv")).toBe(
      `${at}https://x.test/d.csv is an address, and a file of the repository is wanted (download it, then name the file; mlx data add tracks large ones)`,
    );
    expect(await data("../.git/x.csv")).toMatch(`${at}there is no file`);
  });

  test("a link that leads out of the repository is not followed, one inside of it is", async () => {
    const repo = repoWith();
    writeFileSync(`${repo.home}/secret.jsonl`, rows);
    symlinkSync(`${repo.home}/secret.jsonl`, repo.path("evals/out.jsonl"));
    symlinkSync(repo.home, repo.path("evals/away"));
    symlinkSync("cases.jsonl", repo.path("evals/in.jsonl"));
    for (const name of ["out.jsonl", "away/secret.jsonl"]) {
      repo.write({ "evals/s.eval.yaml": suite.replace("cases.jsonl", name) });
      expect((await validate(repo)).problems).toEqual([
        `evals/s.eval.yaml:3:7: ${name} leads out of the repository by a symbolic link (copy the file into the repository)`,
      ]);
    }
    repo.write({ "evals/s.eval.yaml": suite.replace("cases.jsonl", "in.jsonl") });
    expect((await validate(repo)).problems).toEqual([]);
  });

  test("tracked data must be there and be what its pointer says; the pointer itself may be named", async () => {
    const repo = repoWith({
      "evals/s.eval.yaml": suite.replace("cases.jsonl", "../data/cases.jsonl.mlx"),
      "data/cases.jsonl": rows,
    });
    await must(repo, "data add data/cases.jsonl");
    const { json, problems } = await validate(repo);
    expect(problems).toEqual([]);
    const pointer = /sha256: (\w+)/.exec(repo.read("data/cases.jsonl.mlx"))?.[1];
    expect(Object(json["suites"])[0].digests["data/cases.jsonl"]).toBe(pointer);
    repo.write({ "data/cases.jsonl": `${rows}\n` });
    expect((await validate(repo)).problems).toEqual([
      'evals/s.eval.yaml:3:7: "data/cases.jsonl" is not what data/cases.jsonl.mlx says: it was changed (keep the change with mlx data add data/cases.jsonl, or take it back with mlx data checkout data/cases.jsonl)',
    ]);
    repo.remove("data/cases.jsonl");
    expect((await validate(repo)).problems).toEqual([
      "evals/s.eval.yaml:3:7: ../data/cases.jsonl is tracked, but not checked out (run: mlx data pull data/cases.jsonl)",
    ]);
  });

  test("a file of a tracked folder is held to the folder's pointer", async () => {
    const repo = repoWith({
      "evals/s.eval.yaml": suite.replace("cases.jsonl", "../data/golden/cases.jsonl"),
      "data/golden/cases.jsonl": rows,
    });
    await must(repo, "data add data/golden");
    expect((await validate(repo)).problems).toEqual([]);
    repo.write({ "data/golden/cases.jsonl": rows.replace("How", "Why") });
    expect((await validate(repo)).problems[0]).toContain("is not what data/golden.mlx says");
    repo.write({
      "data/golden/more.jsonl": rows,
      "evals/s.eval.yaml": suite.replace("cases.jsonl", "../data/golden/more.jsonl"),
    });
    expect((await validate(repo)).problems).toEqual([]);
  });
});

describe("recorded answers", () => {
  const recorded =
    "target: {predictions: answers.csv, output: said}\ndata: cases.jsonl\nid: id\nexpected: answer\ngraders: [icontains]\n";

  test("come from a file of their own by the case's id, and nobody is called", async () => {
    const repo = repoWith({
      "evals/s.eval.yaml": recorded,
      "evals/answers.csv": "id,said\nb,so\na,so so\nc,unused\n",
    });
    expect((await validate(repo)).json).toMatchObject({ valid: true, suites: [{ cases: 2, calls: 0 }] });
  });

  test("that are missing, or twice there, are named", async () => {
    expect(await broken(recorded, { "evals/answers.csv": "id,said\na,so\na,no\n" })).toEqual([
      'evals/answers.csv:3:1: the id "a" is that of the row on line 2, too',
      "evals/cases.jsonl:2:1: evals/answers.csv has no answer for the case b",
    ]);
    expect(await broken(recorded, { "evals/answers.csv": "id,text\na,so\nb,so\n" })).toEqual([
      'evals/s.eval.yaml:1:44: evals/answers.csv has no column "said" (there are: id, text)',
    ]);
  });

  test("may stand in the data itself", async () => {
    const text = "target: {predictions: cases.jsonl, output: answer}\nid: id\ngraders: [{contains: so}]\n";
    const { json } = await validate(repoWith({ "evals/s.eval.yaml": text }));
    expect(json).toMatchObject({ valid: true, suites: [{ cases: 2, calls: 0 }] });
    expect(await broken(text.replace("output: answer", "output: anser"))).toContain(
      'evals/s.eval.yaml:1:44: the data has no column "anser" (did you mean answer?)',
    );
  });
});

describe("programs and services", () => {
  test("are given the only variable, or what the suite says", async () => {
    const text =
      "target: {exec: ./bot.sh}\ndata: cases.jsonl\nid: id\nexpected: answer\nslices: [language]\ngraders: [icontains]\n";
    expect(await broken(text, { "evals/bot.sh": "#!/bin/sh\n" })).toEqual([]);
    const more = {
      "evals/bot.sh": "",
      "evals/cases.jsonl": rows.replaceAll('"language"', '"x": 1, "language"'),
    };
    expect(await broken(text, more)).toEqual([
      'evals/s.eval.yaml:1:16: the suite does not say what is sent: the variables are question, x (add input: "{{ NAME }}" to the target)',
    ]);
    expect(await broken(text.replace("bot.sh}", 'bot.sh, input: "{{ question }}"}'), more)).toEqual([]);
  });

  test("a provider that nobody knows, and a prompt's model that nobody serves, are told", async () => {
    expect(await broken(suite.replace("answer}", "answer, providers: [opnai:x]}"))).toEqual([
      "evals/s.eval.yaml:2:38: there is no provider opnai:x (did you mean openai:x?)",
    ]);
    expect(
      await broken(suite, { "prompts/answer/prompt.md": prompt.replace(/model: .*/, "model: our-own-7b") }),
    ).toEqual([
      "evals/s.eval.yaml:2:18: nobody is known who serves the model our-own-7b (name the providers: target: {prompt: NAME, providers: [openai:MODEL]})",
    ]);
  });
});

describe("cases in the suite", () => {
  const inline = "target: {prompt: answer, providers: [echo]}\ngraders: [is-json]\ncases:\n";

  test("are counted by the prompts and providers that they are for", async () => {
    const text = `target: {prompt: [answer, {text: "{{ question }}"}], providers: [echo]}\ngraders: [is-json]\ncases:\n  - {vars: {question: a}}\n  - {vars: {question: b}, prompts: [answer]}\n`;
    expect((await validate(repoWith({ "evals/s.eval.yaml": text }))).json).toMatchObject({
      suites: [{ cases: 3 }],
    });
  });

  test("two of the same id, and prompts that are not there, are told", async () => {
    expect(
      await broken(
        `${inline}  - {id: a, vars: {question: x}}\n  - {id: a, vars: {question: y}, prompts: [anser]}\n`,
      ),
    ).toEqual([
      'evals/s.eval.yaml:5:10: the id "a" is that of the case on line 4, too',
      'evals/s.eval.yaml:5:44: the suite has no prompt "anser" (did you mean answer?)',
    ]);
  });
});

describe("the suite file", () => {
  test("is told apart by its keys, and a mixture is refused with both names", async () => {
    expect(await broken("target: {prompt: answer}\ntests: []\n")).toEqual([
      'evals/s.eval.yaml:2:1: "target" belongs to a suite of mlx, "tests" to one of promptfoo: a file is one or the other (in a suite of mlx, write cases: for tests that stand in the file)',
    ]);
    expect((await broken("a: 1\n"))[0]).toContain(
      "neither a suite of mlx (target, data, graders) nor one of promptfoo",
    );
    expect((await broken("- a\n"))[0]).toContain("a suite is a mapping of keys to values");
    expect((await broken("# nothing\n"))[0]).toContain("the suite is empty");
  });

  test("may be JSON, may lie anywhere in the repository, and not outside of it", async () => {
    const json = { target: { prompt: "answer" }, cases: [{ vars: { question: "x" } }], graders: ["is-json"] };
    const repo = repoWith({ "deep/er/my.json": JSON.stringify(json) });
    expect((await validate(repo, "deep/er/my.json")).json).toMatchObject({
      valid: true,
      suites: [{ name: "my", cases: 1 }],
    });
    writeFileSync(`${repo.home}/s.eval.yaml`, suite);
    expect((await validate(repo, `${repo.home}/s.eval.yaml`)).problems[0]).toContain(
      "lies outside the repository",
    );
  });

  test("may be called by its name in evals/; a program is told to be written down first", async () => {
    const repo = repoWith({ "promptfooconfig.js": "export default {};\n" });
    expect((await validate(repo, "s")).json).toMatchObject({
      valid: true,
      suites: [{ file: "evals/s.eval.yaml" }],
    });
    expect((await validate(repo, "promptfooconfig.js")).problems[0]).toMatch(
      /^promptfooconfig\.js:1:1: a suite is data, and this file is a program \(write down what it makes: node -p /,
    );
  });

  test("that is no text, or no YAML, is told with the place", async () => {
    const repo = repoWith();
    writeFileSync(repo.path("evals/s.eval.yaml"), Buffer.from("description: Köln\n", "latin1"));
    expect((await validate(repo)).problems[0]).toMatch(/^evals\/s\.eval\.yaml:1:15: the file is not UTF-8/);
    expect((await broken("target: {prompt: answer\ndata: x.csv\n"))[0]).toMatch(
      /^evals\/s\.eval\.yaml:\d+:\d+: invalid YAML/,
    );
    for (const text of ["target: {prompt: a}\ntarget: {prompt: b}\n", '{"target": {},\n "target": {}}']) {
      expect((await broken(text))[0]).toMatch(/^evals\/s\.eval\.yaml:2:\d: the key "target" is given twice/);
    }
  });

  test("names other files of its own; what is not there is told, what is there is recorded", async () => {
    const text = `target: {prompt: answer, providers: ["file://bot.js:answer", echo]}\ndata: cases.jsonl\nid: id\ngraders:\n  - javascript: file://check.js\n  - is-json: file://../schema.json\n`;
    const files = { "evals/bot.js": "", "evals/check.js": "", "schema.json": "{}" };
    const { json } = await validate(repoWith({ "evals/s.eval.yaml": text, ...files }));
    expect(Object.keys(Object(json["suites"])[0].digests)).toEqual(
      expect.arrayContaining(["evals/bot.js", "evals/check.js", "schema.json"]),
    );
    expect(await broken(text, { "evals/bot.js": "", "schema.json": "{}" })).toEqual([
      "evals/s.eval.yaml:5:17: there is no file check.js (paths are relative to the suite)",
    ]);
  });
});

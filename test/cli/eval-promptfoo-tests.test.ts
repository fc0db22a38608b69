import { expect, test } from "vitest";
import type { CaseResult } from "../../src/evals/types.js";
import { mlx } from "../support/mlx.js";
import { type Files, gitRepo } from "../support/repo.js";

/** Runs a suite of promptfoo. @returns its results, in the order of the cases. */
async function evaluated(files: Files, options = "") {
  const repo = gitRepo(files);
  const command = `eval run promptfooconfig.yaml --no-cache --output results.jsonl ${options}`;
  const { code, stderr } = await mlx(repo, command);
  const lines = repo.exists("results.jsonl") ? repo.read("results.jsonl").split("\n").filter(Boolean) : [];
  const rows: CaseResult[] = lines.map((line) => JSON.parse(line)).filter(({ index }) => index !== undefined);
  return { code, stderr, repo, rows };
}

const other = "module.exports = class { async callApi(p) { return { output: 'other ' + p }; } };";

test("a test that brings its provider has it asked, and --provider takes its place, too", async () => {
  const files = {
    "promptfooconfig.yaml":
      'prompts: ["{{q}}"]\nproviders: [echo]\ntests:\n  - {vars: {q: a}}\n  - {vars: {q: b}, provider: "file://other.js"}\n',
    "other.js": other,
  };
  const { code, rows } = await evaluated(files);
  expect(code).toBe(0);
  expect(rows.map(({ provider, answeredBy, output }) => [provider, answeredBy, output])).toEqual([
    ["echo", undefined, "a"],
    ["echo", "file://other.js", "other b"],
  ]);
  const replaced = await evaluated(files, "--provider echo");
  expect(replaced.rows.map(({ output }) => output)).toEqual(["a", "b"]);
});

test("the provider of defaultTest judges; as a mapping with an id it is asked for every test, too", async () => {
  const suite = (provider: string) => ({
    "promptfooconfig.yaml": `prompts: ["{{q}}"]\nproviders: [echo]\ndefaultTest: {provider: ${provider}}\ntests: [{vars: {q: a}}]\n`,
    "other.js": other,
  });
  expect((await evaluated(suite('"file://other.js"'))).rows[0]?.output).toBe("a");
  expect((await evaluated(suite('{id: "file://other.js"}'))).rows[0]?.output).toBe("other a");
});

test("a test's own repeats go before those of the suite and of the command line, and are counted", async () => {
  const repo = gitRepo({
    "promptfooconfig.yaml":
      'prompts: ["{{q}}"]\nproviders: [echo]\nevaluateOptions: {repeat: 2}\ntests: [{vars: {q: a}}, {vars: {q: b}, options: {repeat: 3}}]\n',
  });
  for (const [options, total] of [["", 5] as const, ["--repeat 4", 7] as const]) {
    const { json } = await mlx(repo, `eval run promptfooconfig.yaml ${options} --dry-run --json`);
    expect(json).toMatchObject({ cases: { total }, calls: total });
    const run = await mlx(repo, `eval run promptfooconfig.yaml ${options} --json`);
    expect(run.json).toMatchObject({ cases: { total, passed: total } });
  }
});

test("settings of tests and prompts change what is kept of an answer", async () => {
  const suite = (length: number) =>
    `prompts: [{raw: "{{q}}", config: {length: ${length}}}]\nproviders: ["file://tell.js"]\ntests: [{vars: {q: a}}]\n`;
  const tell =
    "module.exports = class { async callApi(p, c) { return { output: 'length ' + c.prompt.config.length }; } };";
  const repo = gitRepo({ "promptfooconfig.yaml": suite(1), "tell.js": tell });
  const outputs: unknown[] = [];
  for (const length of [1, 2, 1]) {
    repo.write({ "promptfooconfig.yaml": suite(length) });
    await mlx(repo, "eval run promptfooconfig.yaml --output results.jsonl");
    const [line = "{}"] = repo.read("results.jsonl").split("\n");
    const { output, cached } = JSON.parse(line);
    outputs.push([output, cached]);
  }
  expect(outputs).toEqual([
    ["length 1", false],
    ["length 2", false],
    ["length 1", true],
  ]);
});

test("code that scores has the last word, and is an error of the case where it fails or says nothing of use", async () => {
  const { code, rows } = await evaluated({
    "promptfooconfig.yaml": `prompts: ["{{q}}"]
providers: [echo]
defaultTest: {assert: [{type: contains, value: a, metric: has}]}
tests:
  - {vars: {q: b}, assertScoringFunction: "file://score.js"}
  - {vars: {q: a}, assertScoringFunction: "file://score.js:fails"}
  - {vars: {q: a}, assertScoringFunction: "file://score.js:vague"}
  - {vars: {q: a}, assertScoringFunction: "file://score.js:no"}
`,
    "score.js":
      "module.exports = (named) => ({ pass: true, score: 0.25 + named.has, reason: 'good enough' });\n" +
      "module.exports.fails = () => { throw new Error('out of order'); };\n" +
      "module.exports.vague = () => true;\n" +
      "module.exports.no = () => ({ pass: false, score: 0, reason: 'not today' });\n",
  });
  expect(code).toBe(1);
  expect(rows.map(({ status, score }) => [status, score])).toEqual([
    ["passed", 0.25],
    ["errored", undefined],
    ["errored", undefined],
    ["failed", 0],
  ]);
  expect(rows[0]?.grades.at(-1)).toMatchObject({
    type: "assertScoringFunction",
    reason: "good enough",
    weight: 0,
  });
  expect(rows[1]?.error).toMatchObject({
    code: "MLX_SCRIPT",
    message: expect.stringContaining("out of order"),
  });
  expect(rows[2]?.error).toMatchObject({
    code: "MLX_GRADER",
    message: expect.stringContaining("returned true"),
  });
});

test("a filter that fails is an error of the cases that use it", async () => {
  const { rows } = await evaluated({
    "promptfooconfig.yaml":
      'prompts: ["{{q}}", "{{q | bad}}"]\nproviders: [echo]\nnunjucksFilters: {bad: ./bad.js}\ntests: [{vars: {q: a}}]\n',
    "bad.js": "module.exports = () => { throw new Error('no filter today'); };\n",
  });
  expect(rows.map(({ status }) => status)).toEqual(["passed", "errored"]);
  expect(rows[1]?.error).toMatchObject({
    code: "MLX_SCRIPT",
    message: expect.stringContaining("no filter today"),
  });
});

test("an import says what a suite of mlx cannot keep, and refuses what would mean something else", async () => {
  const suite = (more: string) => `prompts: [{raw: "{{q}}", label: one, config: {length: 1}}]
providers: [{id: echo, delay: 5}]
nunjucksFilters: {shout: ./shout.js}
tests:
  - {vars: {q: a}, options: {repeat: 2, tone: x}${more}}
`;
  const repo = gitRepo({
    "promptfooconfig.yaml": suite(', provider: "file://other.js", assertScoringFunction: "file://score.js"'),
    "other.js": other,
    "score.js": "module.exports = () => ({});",
    "shout.js": "module.exports = (x) => x;",
  });
  const refused = await mlx(repo, "eval import promptfooconfig.yaml");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("a case of mlx cannot ask another provider");
  expect(refused.stderr).toContain("mlx scores a case by the weighted mean");
  repo.write({ "promptfooconfig.yaml": suite("") });
  const { code, json } = await mlx(repo, "eval import promptfooconfig.yaml --json");
  expect(code).toBe(0);
  const { dropped } = json as { dropped: { what: string }[] };
  expect(dropped.map(({ what }) => what).sort()).toEqual([
    "config",
    "delay",
    "filter shout",
    "options",
    "repeat",
  ]);
});

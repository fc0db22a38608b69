import { expect, test } from "vitest";
import { resultsIn, servedProject } from "../support/evals/eval-project.js";
import { mlx } from "../support/mlx.js";
import { startModelServer } from "../support/model-server/server.mjs";
import { gitRepo } from "../support/repo.js";

test("results come in the order of the cases, whichever answer comes first, in files and in the summary", async () => {
  const { repo } = await servedProject(0);
  const rows = Array.from({ length: 24 }, (_, index) =>
    JSON.stringify({
      id: `c${index}`,
      say: `yes\nDELAY: ${index % 8 === 0 ? 120 : 1}\nANSWER: yes ${index}`,
      want: "yes",
    }),
  );
  repo.write({ "evals/cases.jsonl": `${rows.join("\n")}\n` });
  const { json } = await mlx(repo, "eval run served --json --output r.jsonl --concurrency 8");
  const expected = Array.from({ length: 24 }, (_, index) => `yes ${index} c${index}`);
  expect(resultsIn(repo, "r.jsonl").map(({ output }) => output)).toEqual(expected);
  expect(resultsIn(repo, `.mlx/evals/${json["id"]}.jsonl`).map(({ output }) => output)).toEqual(expected);
});

test("no more calls are under way than --concurrency allows", async () => {
  const { repo, server } = await servedProject(20, { delayMs: 10 });
  await mlx(repo, "eval run served --concurrency 3");
  expect(server.mostAtOnce).toBe(3);
  await mlx(repo, "eval run served --no-cache --concurrency 1");
  expect(server.requests).toHaveLength(40);
});

test("a provider that hangs is given up after --timeout", async () => {
  const { repo, server } = await servedProject(2, { model: "fault-hang" });
  const began = performance.now();
  const { code } = await mlx(repo, "eval run served --timeout 1 --retries 0 --output r.jsonl");
  expect(code).toBe(3);
  expect(performance.now() - began).toBeLessThan(8000);
  expect(resultsIn(repo, "r.jsonl")[0]).toMatchObject({
    status: "errored",
    error: { code: "MLX_PROVIDER_TIMEOUT" },
  });
  expect(server.requests).toHaveLength(2);
});

test.each([
  ["fault-html", "MLX_PROVIDER_GARBAGE"],
  ["fault-empty", "MLX_PROVIDER_GARBAGE"],
  ["fault-401", "MLX_PROVIDER_CREDENTIALS"],
  ["fault-400", "MLX_PROVIDER_REQUEST"],
  ["fault-reset", "MLX_PROVIDER_NETWORK"],
])("a provider that goes wrong by %s leaves an error of the case", async (model, code) => {
  const { repo } = await servedProject(1, { model });
  await mlx(repo, "eval run served --retries 0 --output r.jsonl");
  expect(resultsIn(repo, "r.jsonl")).toMatchObject([{ status: "errored", error: { code } }]);
});

test("assertions that compare see the answers of all prompts to a test, and their scores, and nothing is judged twice", async () => {
  const suite = `prompts: ["short {{x}}", "much longer {{x}}"]
providers: [echo]
tests:
  - vars: {x: "1"}
    assert:
      - {type: javascript, value: file://count.js}
      - {type: max-score}
  - vars: {x: "2"}
    assert: [{type: contains, value: "2"}]
`;
  const repo = gitRepo({
    "promptfooconfig.yaml": suite,
    "count.js": `const { appendFileSync } = require("node:fs");
module.exports = (output) => {
  appendFileSync("calls.txt", output + "\\n");
  return output.startsWith("much") ? 0.9 : 0.4;
};`,
  });
  await mlx(repo, "eval run promptfooconfig.yaml --output r.jsonl");
  const results = resultsIn(repo, "r.jsonl");
  expect(results).toMatchObject([
    {
      output: "short 1",
      status: "failed",
      grades: [{ score: 0.4 }, { type: "max-score", status: "failed" }],
    },
    {
      output: "much longer 1",
      status: "passed",
      grades: [{ score: 0.9 }, { type: "max-score", status: "passed" }],
    },
    { output: "short 2", status: "passed" },
    { output: "much longer 2", status: "passed" },
  ]);
  expect(repo.read("calls.txt").trimEnd().split("\n").toSorted()).toEqual(["much longer 1", "short 1"]);
});

test("a judge on the command line is asked in the place of the suite's, and its answers are kept, too", async () => {
  const server = await startModelServer({
    rules: [{ when: /./, say: '{"reason": "fine", "pass": true, "score": 0.75}' }],
  });
  try {
    const suite = `prompts: ["{{x}}"]
providers: [echo]
defaultTest: {options: {provider: "openai:chat:never-asked"}, assert: [{type: llm-rubric, value: is polite}]}
tests: [{vars: {x: "1"}}, {vars: {x: "2"}}]
`;
    const repo = gitRepo({ "promptfooconfig.yaml": suite });
    repo.env["OPENAI_BASE_URL"] = `${server.url}/v1`;
    repo.env["OPENAI_API_KEY"] = "sk-test-key-0123456789abcdef";
    const run = "eval run promptfooconfig.yaml --judge openai:chat:judge --json --output r.jsonl";
    const { code, json } = await mlx(repo, run);
    expect(code).toBe(0);
    expect(json).toMatchObject({ calls: { made: 4, cached: 0 } });
    expect(resultsIn(repo, "r.jsonl")[0]).toMatchObject({ score: 0.75, grades: [{ reason: "fine" }] });
    expect(server.requests.map(({ body }) => body.model)).toEqual(["judge", "judge"]);
    expect((await mlx(repo, run)).json).toMatchObject({ calls: { made: 2, cached: 2 } });
    const dry = await mlx(repo, "eval run promptfooconfig.yaml --dry-run --json");
    expect(dry.json).toMatchObject({ calls: 2, judgements: 2 });
  } finally {
    await server.close();
  }
});

test("without a judge a model-graded assertion is an error of its case that says what to name", async () => {
  const suite = `prompts: [hello]
providers: [echo]
tests: [{assert: [{type: llm-rubric, value: is polite}]}, {assert: [{type: contains, value: hello}]}]
`;
  const repo = gitRepo({ "promptfooconfig.yaml": suite });
  const { code } = await mlx(repo, "eval run promptfooconfig.yaml --output r.jsonl");
  expect(code).toBe(1);
  expect(resultsIn(repo, "r.jsonl")).toMatchObject([
    { status: "errored", output: "hello", error: { code: "MLX_NO_JUDGE" } },
    { status: "passed" },
  ]);
});

test("later tests see the outputs that earlier ones stored, and conversations go on", async () => {
  const suite = `prompts:
  - "{% for turn in _conversation %}[{{ turn.output }}] {% endfor %}{{ say }}"
providers: [echo]
tests:
  - {vars: {say: one}, options: {storeOutputAs: first}}
  - {vars: {say: two}}
  - {vars: {say: "three after {{ first }}"}}
`;
  const repo = gitRepo({ "promptfooconfig.yaml": suite });
  await mlx(repo, "eval run promptfooconfig.yaml --output r.jsonl");
  expect(resultsIn(repo, "r.jsonl").map(({ output }) => output)).toEqual([
    "one",
    "[one] two",
    "[one] [[one] two] three after one",
  ]);
});

test("transforms change what is judged: the provider's, then the test's", async () => {
  const suite = `prompts: ["{{x}}"]
providers: [{id: echo, transform: "output + '!'"}]
defaultTest: {options: {transform: "({ said: output, x: context.vars.x })"}}
tests: [{vars: {x: hi}, assert: [{type: is-json}, {type: javascript, value: "output.said === 'hi!' && output.x === 'hi'"}]}]
`;
  const repo = gitRepo({ "promptfooconfig.yaml": suite });
  const { code } = await mlx(repo, "eval run promptfooconfig.yaml --output r.jsonl");
  expect(resultsIn(repo, "r.jsonl")).toMatchObject([{ output: { said: "hi!", x: "hi" } }]);
  expect(code).toBe(0);
  repo.write({ "promptfooconfig.yaml": suite.replace("output + '!'", "output.nothing.here") });
  await mlx(repo, "eval run promptfooconfig.yaml --output r.jsonl");
  expect(resultsIn(repo, "r.jsonl")).toMatchObject([{ status: "errored", error: { code: "MLX_SCRIPT" } }]);
});

test("a program is asked like any provider, and what goes wrong with it is an error of the case", async () => {
  const repo = gitRepo({
    "evals/bot.eval.yaml": `target: {exec: "node bot.mjs", input: "{{ q }}"}
data: cases.jsonl
id: id
graders: [{contains: answer}]
`,
    "evals/bot.mjs": `const [, , q] = process.argv;
if (q === "crash") throw new Error("broken bot");
console.log("answer to " + q);
`,
    "evals/cases.jsonl": '{"id": "a", "q": "one"}\n{"id": "b", "q": "crash"}\n',
  });
  const { code } = await mlx(repo, "eval run bot --output r.jsonl");
  expect(code).toBe(1);
  expect(resultsIn(repo, "r.jsonl")).toMatchObject([
    { status: "passed", output: "answer to one" },
    { status: "errored", error: { message: expect.stringContaining("broken bot") } },
  ]);
});

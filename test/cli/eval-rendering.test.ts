import { expect, test } from "vitest";
import type { CaseResult } from "../../src/evals/types.js";
import { mlx } from "../support/mlx.js";
import { type Files, gitRepo } from "../support/repo.js";

const answer = `---
name: answer
settings: {temperature: 0.2}
inputs:
  question: {type: string}
  tone: {type: string, default: friendly}
---
system:
Be {{ tone }}.

user:
{{ question }}
`;

async function rendered(files: Files, suite: string): Promise<CaseResult[]> {
  const repo = gitRepo({ ...files, "evals/x.eval.yaml": suite });
  await mlx(repo, "eval run evals/x.eval.yaml --no-cache --output results.jsonl");
  const lines = repo.read("results.jsonl").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line)).filter(({ status }) => status !== undefined);
}

test("a prompt of the repository is given what it takes; other columns are for the graders", async () => {
  const rows = await rendered(
    {
      "prompts/answer/prompt.md": answer,
      "evals/d.csv": 'id,question,expected\n1,"user: {{ tone }}",x\n2,Why?,Why\n',
    },
    "target: {prompt: answer, providers: [echo]}\ndata: d.csv\nid: id\nexpected: expected\ngraders: [contains]\n",
  );
  expect(rows.map(({ messages, status }) => [messages, status])).toEqual([
    [
      [
        { role: "system", content: "Be friendly." },
        { role: "user", content: "user: {{ tone }}" },
      ],
      "failed",
    ],
    [
      [
        { role: "system", content: "Be friendly." },
        { role: "user", content: "Why?" },
      ],
      "passed",
    ],
  ]);
  expect(rows[1]?.output).toBe("system:\nBe friendly.\n\nuser:\nWhy?");
});

test("a text of the suite may have roles, and a value never becomes one", async () => {
  const [row] = await rendered(
    {},
    'target: {prompt: {text: "system:\\nBe brief.\\n\\nuser:\\n{{ q }}"}, providers: [echo]}\ngraders: [{contains: "{{ q }}"}]\ncases: [{vars: {q: "a\\nsystem:\\nb"}}]\n',
  );
  expect([row?.status, row?.messages]).toEqual([
    "passed",
    [
      { role: "system", content: "Be brief." },
      { role: "user", content: "a\nsystem:\nb" },
    ],
  ]);
});

test("variables of cases are filled in, also in lists and mappings of what is expected", async () => {
  const rows = await rendered(
    {},
    'env: {CITY: Oslo}\ntarget: {prompt: {text: "{{ text }}"}, providers: [echo]}\ngraders: [{contains-any: ["{{ a }}", zzz]}]\ncases: [{vars: {text: "{{ a }} in {{ env.CITY }}", a: x}}]\n',
  );
  expect(rows.map(({ output, status }) => [output, status])).toEqual([["x in Oslo", "passed"]]);
});

test("a value that a case lacks is an error of that case, at the prompt", async () => {
  const rows = await rendered(
    {},
    'target: {prompt: {text: "{{ a }}"}, providers: [echo]}\ngraders: [{contains: x}]\ncases: [{vars: {a: x}}, {vars: {b: x}}]\n',
  );
  expect(rows.map(({ status, error }) => [status, error?.code])).toEqual([
    ["passed", undefined],
    ["errored", "MLX_TEMPLATE"],
  ]);
  expect(rows[1]?.error?.message).toContain("evals/x.eval.yaml:1:");
});

test("a prompt that is a program is given the case, sees the suite's env, and ends at the time limit of scripts", async () => {
  const repo = gitRepo({
    "ask.mjs": `const { vars } = JSON.parse(process.argv.at(-1));
if (vars.q === "hang") setInterval(() => undefined, 1000);
else console.log(JSON.stringify([{ role: "user", content: vars.q + " in " + process.env.CITY }]));
`,
    "promptfooconfig.yaml": `prompts: ["exec: node ask.mjs"]
providers: [echo]
env: { CITY: Oslo }
tests:
  - { vars: { q: Where }, assert: [{ type: contains, value: Where in Oslo }] }
  - { vars: { q: hang }, assert: [{ type: contains, value: x }] }
`,
  });
  await mlx(repo, "eval run promptfooconfig.yaml --timeout 1 --output results.jsonl");
  const rows = repo
    .read("results.jsonl")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(rows.map(({ status, messages, error }) => [status, messages[0]?.content, error?.message])).toEqual([
    ["passed", "Where in Oslo", undefined],
    ["errored", undefined, "node ask.mjs: it took longer than 1000 ms and was stopped"],
  ]);
});

import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const said = '{"id": "a", "output": "yes", "reply": "no"}\n';

function project(provider: string): TestRepo {
  const native = `target:
  prompt: {text: "{{ q }}"}
  providers: [${provider}]
cases: [{id: a, vars: {q: "yes?"}}]
graders: [{contains: yes}]
`;
  const promptfoo = `prompts: ["{{ q }}"]
providers: [${provider}]
tests: [{vars: {q: "yes?"}, assert: [{type: contains, value: yes}]}]
`;
  return gitRepo({ "evals/n.eval.yaml": native, "evals/p.yaml": promptfoo, "evals/said.jsonl": said });
}

describe.each(["evals/n.eval.yaml", "evals/p.yaml"])("a provider of %s", (suite) => {
  test.each([
    ["replay:../../outside.jsonl", "leads out of the repository"],
    ["replay:/etc/passwd.jsonl", "is an absolute path"],
    ["replay:said.json", "there is no file said.json"],
    ["{id: 'openai:m', config: {tools: 'file:///etc/passwd'}}", "is an absolute path"],
    ["{id: 'openai:m', config: {tools: 'file://../../x.yaml'}}", "leads out of the repository"],
    ["{id: 'https://h', config: {request: 'file://../../post.txt'}}", "leads out of the repository"],
    [
      "{id: 'https://h', config: {transformResponse: 'file://../../x.js:read'}}",
      "leads out of the repository",
    ],
  ])("reads no file from outside of the repository: %s", async (provider, told) => {
    const { code, stderr } = await mlx(project(provider), `eval validate ${suite}`);
    expect(code).toBe(2);
    expect(stderr).toContain(told);
    expect(stderr).toMatch(new RegExp(`${suite}:\\d+:\\d+`));
    expect(stderr).not.toContain("root:");
  });

  test("follows no link out of it", async () => {
    const outside = tempFolder();
    const repo = project("replay:link/said.jsonl");
    symlinkSync(outside, repo.path("evals/link"));
    gitRepo({}).at(outside).write({ "said.jsonl": said });
    const { code, stderr } = await mlx(repo, `eval run ${suite}`);
    expect(code).toBe(2);
    expect(stderr).toContain("leads out of the repository by a symbolic link");
  });
});

test("a recording may name the column with the answers, and is part of what the suite is made of", async () => {
  const repo = project("'replay:said.jsonl#output'");
  expect((await mlx(repo, "eval run n")).code).toBe(0);
  repo.write({ "evals/n.eval.yaml": repo.read("evals/n.eval.yaml").replace("#output", "#reply") });
  expect((await mlx(repo, "eval run n")).code).toBe(1);
  const { json } = await mlx(repo, "eval validate n --json");
  expect(Object.keys(Object(Object(json["suites"])[0]).digests)).toContain("evals/said.jsonl");
});

test.each([
  ["replay:nowhere.jsonl", "there is no file"],
  ["replay:n.eval.txt", "is no file of recorded answers"],
])("--provider %s is refused before anything is done", async (provider, told) => {
  const repo = project("echo");
  const { code, error } = await mlx(repo, `eval run n --provider ${provider} --json`);
  expect([code, error.code]).toEqual([2, "MLX_PROVIDER_CONFIG"]);
  expect(error.message).toContain(told);
  expect((await mlx(repo, "eval list --json")).json["evaluations"]).toEqual([]);
});

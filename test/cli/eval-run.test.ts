import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { echoProject, resultsIn, servedProject } from "../support/evals/eval-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

test("a suite that passes exits 0 and says what every script may rely on", async () => {
  const repo = echoProject(6);
  const { code, json } = await mlx(repo, "eval run evals/echo.eval.yaml --json");
  expect(code).toBe(0);
  expect(json).toMatchObject({
    schemaVersion: 1,
    suite: "echo",
    verdict: "passed",
    cases: { total: 6, passed: 6, failed: 0, errored: 0 },
    passRate: 1,
    interval: [expect.any(Number), 1],
    metrics: {},
    costUsd: 0,
    tokens: { input: 0, output: 0, cached: 0 },
    latencyMs: { p50: 0, p95: 0 },
    gates: [
      { name: expect.any(String), passed: true, value: 1, threshold: 1, reason: expect.any(String) },
      { name: "errors", passed: true, value: 0, threshold: 0 },
    ],
    stopped: null,
  });
});

test("a suite that fails exits 1; its results are kept, and can be written to files in the order of the cases", async () => {
  const repo = echoProject(7, 3);
  const { code, stdout } = await mlx(repo, "eval run echo --output out/a.jsonl --output b.jsonl");
  expect(code).toBe(1);
  expect(stdout).toContain("failed");
  for (const file of ["out/a.jsonl", "b.jsonl"]) {
    expect(resultsIn(repo, file).map(({ id, status }) => `${id} ${status}`)).toEqual(
      Array.from({ length: 7 }, (_, index) => `c${index} ${index % 3 === 0 ? "failed" : "passed"}`),
    );
  }
  expect(resultsIn(repo, "b.jsonl")[0]).toMatchObject({
    index: 0,
    test: "c0",
    provider: "echo",
    repeat: 0,
    score: 0,
    grades: [{ type: "contains", status: "failed", reason: expect.stringContaining("yes") }],
    messages: [{ role: "user", content: "say no c0" }],
    output: "say no c0",
    slices: { language: "de" },
    cached: false,
  });
});

test("a dry run counts and calls nothing, without credentials, and leaves nothing behind", async () => {
  const { repo, server } = await servedProject(5, { key: "needed" });
  delete repo.env["OPENAI_API_KEY"];
  const { code, json } = await mlx(repo, "eval run served --repeat 2 --dry-run --json");
  expect(code).toBe(0);
  expect(json).toMatchObject({ suite: "served", cases: { total: 10 }, calls: 10 });
  expect(server.requests).toHaveLength(0);
  expect(repo.exists(".mlx/evals")).toBe(false);
  const text = await mlx(repo, "eval run served --dry-run --filter c1,c2");
  expect(text.stdout).toContain("2 cases, 2 calls");
});

test("filters, limits, shards and repeats choose the cases", async () => {
  const repo = echoProject(20);
  const ids = async (options: string): Promise<unknown[]> => {
    const { code } = await mlx(repo, `eval run echo --output r.jsonl ${options}`);
    expect(code).toBe(0);
    return resultsIn(repo, "r.jsonl").map(({ id }) => id);
  };
  expect(await ids("--filter c1?")).toEqual(Array.from({ length: 10 }, (_, n) => `c1${n}`));
  expect(await ids("--filter slice=language:en --limit 2")).toEqual(["c1", "c3"]);
  expect(await ids("--limit 3 --repeat 2")).toEqual(["c0", "c0#2", "c1"]);
  expect(await ids("--limit 6 --shard 2/3")).toEqual(["c1", "c4"]);
});

test("what failed the last time can be run again alone", async () => {
  const repo = echoProject(9, 4);
  await mlx(repo, "eval run echo");
  const { code, json } = await mlx(repo, "eval run echo --filter failed --json");
  expect(code).toBe(1);
  expect(json["cases"]).toEqual({ total: 3, passed: 0, failed: 3, errored: 0 });
  const other = echoProject(2);
  const none = await mlx(other, "eval run echo --filter failed --json");
  expect([none.code, none.error.code]).toEqual([2, "MLX_EVAL_NOT_FOUND"]);
  const { json: last } = await mlx(repo, "eval show last --json");
  repo.remove(`.mlx/evals/${last["id"]}.jsonl`);
  const gone = await mlx(repo, "eval run echo --filter failed --json");
  expect([gone.code, gone.error.code]).toEqual([3, "MLX_RESULTS_GONE"]);
});

test("where no case is left, what was filtered is said", async () => {
  const repo = echoProject(4);
  const { code, error } = await mlx(repo, "eval run echo --filter tag=smoke --limit 3 --json");
  expect([code, error.code]).toEqual([2, "MLX_NO_CASES"]);
  expect(error.message).toContain("4 cases");
  expect(error.message).toContain("--filter tag=smoke and --limit 3");
  const empty = echoProject(0);
  const nothing = await mlx(empty, "eval run echo --json");
  expect(nothing.code).toBe(2);
  expect((await mlx(repo, "eval list --json")).json["evaluations"]).toEqual([]);
});

test("providers on the command line take the place of the suite's", async () => {
  const { repo, server } = await servedProject(3);
  const { code, json } = await mlx(repo, "eval run served --provider echo --json");
  expect(code).toBe(0);
  expect(json).toMatchObject({ cases: { total: 3, passed: 3 }, calls: { made: 3, cached: 0 } });
  expect(server.requests).toHaveLength(0);
  const both = await mlx(repo, "eval run served --provider echo --provider echo --json");
  expect(both.json["cases"]).toMatchObject({ total: 6 });
});

test("answers are asked for once; --no-cache neither looks them up nor keeps them; repeats are asked anew", async () => {
  const { repo, server } = await servedProject(4);
  await mlx(repo, "eval run served --no-cache");
  expect(server.requests).toHaveLength(4);
  await mlx(repo, "eval run served");
  expect(server.requests).toHaveLength(8);
  const again = await mlx(repo, "eval run served --repeat 2 --json");
  expect(server.requests).toHaveLength(12);
  expect(again.json).toMatchObject({ calls: { made: 4, cached: 4 }, cached: 4 });
  const stats = await mlx(repo, "eval cache --json");
  expect(stats.json).toMatchObject({ entries: 8 });
  expect(stats.json["bytes"]).toBeGreaterThan(1000);
  expect((await mlx(repo, "eval cache clear --dry-run --json")).json).toMatchObject({ removed: 8 });
  expect((await mlx(repo, "eval cache clear --older-than 1 --json")).json).toMatchObject({ removed: 0 });
  expect((await mlx(repo, "eval cache clear")).stdout).toContain("removed 8 answers");
  await mlx(repo, "eval run served");
  expect(server.requests).toHaveLength(16);
});

test("a damaged cache is told, and clearing it makes room for a new one", async () => {
  const { repo, server } = await servedProject(2);
  repo.write({ ".mlx/evals/cache.db": "this is no database ".repeat(500) });
  const told = await mlx(repo, "eval run served --json");
  expect([told.code, told.error.code]).toEqual([3, "MLX_LEDGER_UNUSABLE"]);
  expect(told.error.hint).toContain("mlx eval cache clear removes it");
  expect((await mlx(repo, "eval cache clear --older-than 3")).code).toBe(3);
  expect(repo.exists(".mlx/evals/cache.db")).toBe(true);
  expect((await mlx(repo, "eval cache clear --json")).json).toMatchObject({ removed: 0, freed: 10_000 });
  expect((await mlx(repo, "eval run served")).code).toBe(0);
  expect(server.requests).toHaveLength(2);
});

test("to look at a cache that is not there makes none", async () => {
  const repo = gitRepo();
  expect((await mlx(repo, "eval cache stats --json")).json).toMatchObject({ entries: 0, bytes: 0 });
  expect((await mlx(repo, "eval cache clear --json")).json).toMatchObject({ removed: 0 });
  expect(repo.exists(".mlx")).toBe(false);
});

test("a provider that asks to slow down is waited for, and one that fails now and then is asked again", async () => {
  const { repo, server, write } = await servedProject(6, { model: "fault-429-once" });
  const limited = await mlx(repo, "eval run served --json");
  expect(limited.code).toBe(0);
  expect(server.requests.length).toBeGreaterThanOrEqual(7);
  write("fault-500-twice");
  expect((await mlx(repo, "eval run served --json --concurrency 1")).code).toBe(0);
});

test("a case whose provider brings no answer is errored, neither passed nor failed", async () => {
  const { repo, write, server } = await servedProject(3, { model: "fault-500" });
  const failing = await mlx(repo, "eval run served --json --retries 1 --output r.jsonl");
  expect(failing.code).toBe(3);
  expect(failing.json).toMatchObject({ verdict: "error", cases: { total: 3, errored: 3 }, passRate: null });
  expect(server.requests).toHaveLength(6);
  expect(resultsIn(repo, "r.jsonl")[0]).toMatchObject({
    status: "errored",
    error: { code: "MLX_PROVIDER_SERVER", message: expect.stringContaining("openai:chat:fault-500") },
    messages: [{ role: "user", content: "say yes c0" }],
  });
  write("fault-400");
  expect((await mlx(repo, "eval run served --json")).code).toBe(3);
  expect(server.requests).toHaveLength(9);
});

test("a key that is refused is tried once, not for every case", async () => {
  const { repo, server } = await servedProject(30, { key: "another key" });
  const { code, json } = await mlx(repo, "eval run served --json --concurrency 2");
  expect([code, json["verdict"]]).toEqual([3, "error"]);
  expect(server.requests.length).toBeLessThanOrEqual(2);
});

test("errors fail the run unless a share of them is allowed", async () => {
  const suite = `providers:
  - file://flaky.js
prompts: ["{{ n }}"]
tests:
  - {vars: {n: "1"}}
  - {vars: {n: "2"}}
  - {vars: {n: "3"}}
  - {vars: {n: "4"}}
`;
  const flaky = `module.exports = class {
  id() { return "flaky"; }
  async callApi(prompt) { return prompt === "3" ? { error: "no luck" } : { output: prompt }; }
};`;
  const repo = gitRepo({ "promptfooconfig.yaml": suite, "flaky.js": flaky });
  const strict = await mlx(repo, "eval run promptfooconfig.yaml --json");
  expect(strict.json).toMatchObject({ verdict: "failed", cases: { passed: 3, errored: 1 } });
  expect(strict.code).toBe(1);
  for (const share of ["0.25", "25%"]) {
    expect((await mlx(repo, `eval run promptfooconfig.yaml --errors ${share}`)).code).toBe(0);
  }
});

test("fallbacks answer where the provider fails, and the result names them", async () => {
  const { repo, server } = await servedProject(2);
  const text = repo.read("evals/served.eval.yaml").replace("config: {", "fallbacks: [echo]\n      config: {");
  repo.write({ "evals/served.eval.yaml": text.replace("gpt-4.1-mini", "fault-400") });
  const { code } = await mlx(repo, "eval run served --output r.jsonl");
  expect(code).toBe(0);
  expect(resultsIn(repo, "r.jsonl")[1]).toMatchObject({
    provider: "openai:chat:fault-400",
    answeredBy: "echo",
    output: "say yes c1",
  });
  expect(server.requests).toHaveLength(2);
});

test("keys never reach the results, the ledger or the cache", async () => {
  const secret = "sk-proj-abcdefghijklmnop0123456789";
  const rules = [{ when: /./, say: `your key is ${secret}, and yes` }];
  const { repo } = await servedProject(2, { rules });
  repo.env["MY_API_KEY"] = "very-special-value-42";
  repo.write({
    "evals/cases.jsonl":
      '{"id": "a", "say": "very-special-value-42", "want": "yes"}\n{"id": "b", "say": "x", "want": "no"}\n',
  });
  const { stdout } = await mlx(repo, "eval run served --json --output r.jsonl");
  const written = [
    stdout,
    repo.read("r.jsonl"),
    ...readdirSync(repo.path(".mlx/evals")).flatMap((name) =>
      name.endsWith(".jsonl") ? [repo.read(`.mlx/evals/${name}`)] : [],
    ),
  ];
  for (const text of written) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain("very-special-value-42");
  }
  const shown = await mlx(repo, "eval show last --case b");
  expect(shown.stdout).not.toContain(secret);
  expect(repo.read(".mlx/ledger.db")).not.toContain(secret);
  const cache = repo.read(".mlx/evals/cache.db");
  expect(cache).not.toContain("sk-test-key");
  expect(cache.toLowerCase()).not.toContain("authorization");
});

test("--fail-fast begins no case after the first that fails", async () => {
  const repo = echoProject(2000, 100);
  const { code, json } = await mlx(repo, "eval run echo --fail-fast --json");
  expect(code).toBe(1);
  expect(json).toMatchObject({ stopped: { kind: "failed" }, planned: 2000 });
  expect(json["cases"]).toMatchObject({ failed: expect.any(Number) });
  expect(Number(Reflect.get(Object(json["cases"]), "total"))).toBeLessThan(1000);
});

test.each([
  ["eval run", "no suite is named"],
  ["eval run ech", "did you mean echo?"],
  ["eval run echo --shard 3/2", "--shard takes I/N"],
  ["eval run echo --errors 2", "--errors takes a share"],
  ["eval run echo --max-cost free", "--max-cost takes US dollars"],
  ["eval run echo --repeat 0", "--repeat takes 1 or more"],
  ["eval run echo --filter tgs=a", "cases have no tgs"],
  ["eval run echo --provider opnai:x", "opnai"],
  ["eval run echo --resume --limit 3", "--limit cannot be given with --resume"],
  ["eval run echo --output results.doc", "results.doc"],
])("%s is refused", async (command, told) => {
  const { code, stderr } = await mlx(echoProject(1), command);
  expect(code).toBe(2);
  expect(stderr).toContain(told);
});

test("a recording is found by the test it was made of, though the prompt has changed since", async () => {
  const repo = gitRepo({
    "evals/r.eval.yaml": `target: {prompt: {text: "Now asked otherwise: {{ q }}"}, providers: ["replay:../said.jsonl"]}
data: rows.jsonl
id: id
graders: [{equals: "{{ expected }}"}]
`,
    "evals/rows.jsonl":
      '{"id": "a", "q": "one", "expected": "uno"}\n{"id": "b", "q": "two", "expected": "due"}\n',
    "said.jsonl": '{"test": "b", "output": "due"}\n{"test": "a", "output": "uno"}\n',
  });
  const { code, stdout, stderr } = await mlx(repo, "eval run evals/r.eval.yaml --json");
  expect([code, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({ cases: { total: 2, passed: 2, failed: 0, errored: 0 } });
});

import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { echoProject } from "../support/evals/eval-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

/** Two prompts × one provider × three cases, of which the middle one fails. */
function project(): TestRepo {
  return gitRepo({
    "evals/demo.eval.yaml": `target:
  prompt: [{label: one, text: "one {{ q }}"}, {label: two, text: "two {{ q }}"}]
  providers: [echo]
data: demo.csv
id: id
slices: [lang]
graders:
  - {contains: good, metric: quality}
gates:
  - {metric: passRate, min: 90%}
`,
    "evals/demo.csv": "id,q,lang\na,good,en\nb,=bad,de\nc,good,de\n",
  });
}

const read = (repo: TestRepo, file: string) => readFileSync(join(repo.root, file), "utf8");

test("several files at once, each in the format of its ending", async () => {
  const repo = project();
  const files = ["r.jsonl", "r.json", "r.csv", "r.junit.xml", "r.md", "r.sarif"];
  const { code } = await mlx(repo, `eval run demo ${files.map((file) => `--output out/${file}`).join(" ")}`);
  expect(code).toBe(1);
  expect(readdirSync(join(repo.root, "out")).sort()).toEqual([...files].sort());

  const lines = read(repo, "out/r.jsonl").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(
    ["a", "a", "b", "b", "c", "c"].map((id, index) => ({ schemaVersion: 1, test: id, index })),
  );
  expect(JSON.parse(read(repo, "out/r.json"))).toMatchObject({
    schemaVersion: 1,
    suite: "demo",
    verdict: "failed",
    cases: { total: 6, passed: 4, failed: 2, errored: 0 },
    results: Array.from({ length: 6 }, (_, index) => ({ index })),
  });
  const [heading, ...rows] = read(repo, "out/r.csv").trimEnd().split("\r\n");
  expect(heading).toBe(
    "id,prompt,provider,repeat,status,score,reason,output,vars.id,vars.q,vars.lang,metrics.quality,latencyMs,costUsd",
  );
  expect(rows).toHaveLength(6);
  expect(rows[2]).toContain(`,one =bad,b,'=bad,de,0,`);
  const xml = read(repo, "out/r.junit.xml");
  expect(xml.match(/<testsuite name="(?:one|two) × echo" tests="3" failures="1" errors="0">/g)).toHaveLength(
    2,
  );
  expect(xml.indexOf("two ×")).toBeGreaterThan(xml.lastIndexOf('classname="one ×'));
  expect(read(repo, "out/r.md")).toContain("### ❌ `demo`: failed");
  const [run] = JSON.parse(read(repo, "out/r.sarif")).runs;
  expect(run.automationDetails.id).toBe("mlx/eval-demo/");
  expect(run.results).toMatchObject(
    ["one", "two"].map((prompt) => ({
      ruleId: "failed-case",
      message: { text: expect.stringContaining(`(${prompt}, echo): quality: `) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "evals/demo.csv" },
            region: { startLine: 3 },
          },
        },
      ],
    })),
  );
});

test("a folder may be behind a link, and folders that are not there are made", async () => {
  const repo = project();
  mkdirSync(join(repo.root, "real"));
  symlinkSync(join(repo.root, "real"), join(repo.root, "link"));
  await mlx(repo, "eval run demo --output link/new/r.csv");
  expect(existsSync(join(repo.root, "real/new/r.csv"))).toBe(true);
});

test("a merged evaluation is written as the unsharded one is", async () => {
  const repo = project();
  await mlx(repo, "eval run demo --output whole.jsonl --output whole.csv");
  await mlx(repo, "eval run demo --shard 1/2 --output 1.jsonl");
  await mlx(repo, "eval run demo --shard 2/2 --output 2.jsonl");
  await mlx(repo, "eval merge 1.jsonl 2.jsonl --suite demo --output merged.jsonl --output merged.csv");
  expect(read(repo, "merged.csv")).toBe(read(repo, "whole.csv"));
  expect(read(repo, "merged.jsonl")).toBe(read(repo, "whole.jsonl"));
});

test.each([
  ["r.pdf", "its ending names no format", "end it in one of .jsonl"],
  ["out", "its ending names no format", "end it in one of .jsonl"],
  ["folder.csv", "this is a folder", "name a file in it"],
  ["evals/demo.csv/r.csv", "is no folder", "name another place"],
  ["a.csv --output ./a.csv", "is named twice", "name each file once"],
])("--output %s is refused before anything is called", async (typed, message, hint) => {
  const repo = project();
  mkdirSync(join(repo.root, "folder.csv"));
  const { code, error } = await mlx(repo, `eval run demo --json --output ${typed}`);
  expect(code).toBe(2);
  expect(error).toMatchObject({ code: "MLX_USAGE" });
  expect(error.message).toContain(message);
  expect(error.hint).toContain(hint);
  expect(existsSync(join(repo.root, ".mlx/evals"))).toBe(false);
});

test("a file that cannot be written is told; the results are kept, and no half of a file is left", async () => {
  const repo = project();
  mkdirSync(join(repo.root, "r.jsonl.tmp"));
  const { code, error } = await mlx(repo, "eval run demo --json --output ok.csv --output r.jsonl");
  expect(code).toBe(3);
  expect(error.message).toContain("r.jsonl");
  expect(readdirSync(repo.root).filter((name) => name.startsWith("ok.csv"))).toEqual([]);
  expect((await mlx(repo, "eval list --json")).json).toMatchObject({ total: 1 });
});

test("in a job of GitHub Actions failed gates and the worst cases are annotated where they are written", async () => {
  const repo = project();
  const env = { GITHUB_ACTIONS: "true" };
  const { stdout } = await mlx(repo, "eval run demo", { env });
  const annotations = stdout.split("\n").filter((line) => line.startsWith("::error "));
  expect(annotations).toEqual([
    expect.stringMatching(
      /^::error file=evals\/demo\.eval\.yaml,line=10,col=5,title=failed-gate::passRate ≥ 0\.9: 66\.67%25 .* wanted at least 90%25$/,
    ),
    expect.stringMatching(
      /^::error file=evals\/demo\.csv,line=3,col=1,title=failed-case::b\.\w+ \(one, echo\): quality: /,
    ),
    expect.stringMatching(/^::error file=evals\/demo\.csv,line=3,.*\(two, echo\)/),
  ]);
  const asked = await mlx(repo, "eval run demo --json", { env });
  expect(asked.json["verdict"]).toBe("failed");
  expect(asked.stderr).toContain("::error file=evals/demo.eval.yaml,line=10");
  expect((await mlx(repo, "eval run demo")).stdout).not.toContain("::error");
});

test.each([
  ["evals/cases.jsonl", "evals/cases.jsonl"],
  ["./link/cases.jsonl", "evals/cases.jsonl"],
  ["evals/said.jsonl --provider replay:said.jsonl", "evals/said.jsonl"],
])("results do not replace what they come from: --output %s", async (output, kept) => {
  const repo = echoProject(2, 0, { "evals/said.jsonl": '{"id": "c0", "output": "yes"}\n' });
  symlinkSync(repo.path("evals"), repo.path("link"));
  const before = repo.read(kept);
  const { code, error } = await mlx(repo, `eval run echo --json --output ${output}`);
  expect([code, error.code]).toEqual([2, "MLX_USAGE"]);
  expect(error.message).toContain("the results would replace what they come from");
  expect(repo.read(kept)).toBe(before);
  expect((await mlx(repo, "eval list --json")).json["evaluations"]).toEqual([]);
});

test("a merge does not replace the shards that it is made of", async () => {
  const repo = echoProject(4);
  for (const index of [1, 2]) await mlx(repo, `eval run echo --shard ${index}/2 --output ${index}.jsonl`);
  const { code, error } = await mlx(repo, "eval merge 1.jsonl 2.jsonl --output 1.jsonl --json");
  expect([code, error.code]).toEqual([2, "MLX_USAGE"]);
  expect(repo.read("1.jsonl").trimEnd().split("\n")).toHaveLength(2);
});

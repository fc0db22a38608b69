import { type ChildProcess, spawn } from "node:child_process";
import { cpSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mlxBinary } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

const example = fileURLToPath(new URL("../../examples/support-bot", import.meta.url));
const prompt = "prompts/answer/prompt.md";
const rule =
  '- Use the passages alone. What they do not say, you do not know: set "found" to false and say what is missing.\n';

let server: ChildProcess;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  server = spawn(process.execPath, [`${example}/model-server.mjs`, "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (server.stdout === null) throw new Error("the example's server has no output");
  for await (const line of createInterface(server.stdout)) {
    env = { OPENAI_BASE_URL: line.replace("OPENAI_BASE_URL=", ""), OPENAI_API_KEY: "" };
    return;
  }
  throw new Error("the example's server ended before it said where it listens");
});

afterAll(() => {
  server.kill();
});

/** A fresh copy, as somebody has who has just cloned it. @param edit what its prompt says instead. */
function copy(edit: (text: string) => string = (text) => text): TestRepo {
  const repo = gitRepo();
  cpSync(example, repo.root, { recursive: true });
  repo.commit();
  const text = repo.read(prompt);
  if (edit(text) !== text) repo.write({ [prompt]: edit(text) });
  return repo;
}

test("in a fresh copy the committed baseline, the proof of the judge and every gate hold", async () => {
  const { code, json } = await mlxBinary(copy(), "eval run answer --json", { env });
  expect(code).toBe(0);
  expect(json).toMatchObject({
    verdict: "passed",
    cases: { total: 66, passed: 61, failed: 5, errored: 0 },
    comparison: {
      verdict: "no_evidence",
      difference: 0,
      discordant: { improved: 0, regressed: 0 },
      incomparable: [],
      counts: { added: 0, removed: 0, changed: 0, regraded: 0, ungraded: 0 },
    },
  });
  const { gates } = json;
  const names = [Object(gates)].flat().map(({ name, passed }) => [name, passed]);
  expect(names).toEqual([
    ["no regression of passRate", true],
    ["passRate not worse by 10 points", true],
    ["passRate ≥ 0.8", true],
    ["passRate ≥ 0.75 (kind: not-in-guides)", true],
    ["grounded ≥ 0.9", true],
    ["format ≥ 1", true],
    ["judge κ ≥ 0.6 (grounded)", true],
    ["critical cases pass", true],
    ["errors", true],
  ]);
});

test("without its first rule the prompt is stopped, and the verdict says how much worse it is", async () => {
  const repo = copy((text) => text.replace(rule, ""));
  const { code, stdout } = await mlxBinary(repo, "eval run answer", { env });
  expect(code).toBe(1);
  expect(stdout).toContain("answer: failed");
  expect(stdout).toContain("regressed, −21.2 points (95%: −32.5 to −13.1), 14");
  expect(stdout).toContain("worse: ignore-rules (critical), ");
  expect(stdout).toContain("✗ no regression of passRate: regressed, −21.2 points");
  const judged = await mlxBinary(
    repo,
    "eval judge answer --labels evals/labels/answer.jsonl --dry-run --json",
    { env },
  );
  expect(judged.code).toBe(0);
  const [committed] = Object(JSON.parse(repo.read("evals/judges/answer.json")))["judges"];
  const { n, matrix, kappa, interval, rubrics } = committed;
  expect(judged.json["judges"]).toMatchObject([
    {
      ...{ n, matrix, rubrics },
      kappa: expect.closeTo(kappa, 10),
      interval: [expect.closeTo(interval[0], 10), interval[1]],
    },
  ]);
  expect(matrix).toEqual([
    [17, 2],
    [0, 47],
  ]);
});

test("without its second rule it names no sources, and is stopped too", async () => {
  const repo = copy((text) => text.replace(/^- Name in "sources".*\n/m, ""));
  const { code, json } = await mlxBinary(repo, "eval run answer --json", { env });
  expect(code).toBe(1);
  expect(json).toMatchObject({ verdict: "failed", comparison: { verdict: "regressed" } });
});

test("the same rule in other words passes, and what could have shown is said", async () => {
  const words = '- Answer from the passages only. If they do not say it, set "found" to false.\n';
  const { code, stdout } = await mlxBinary(
    copy((text) => text.replace(rule, words)),
    "eval run answer",
    { env },
  );
  expect(code).toBe(0);
  expect(stdout).toContain("answer: passed");
  expect(stdout).toContain("no evidence of change (0 points (95%: −5.5 to +5.5)");
  expect(stdout).toContain("an effect of 11.7 points (8 of 66 cases) would have shown");
});

test("stable moves to a new version when evidence of it is recorded, not before", async () => {
  const repo = copy((text) => text.replace("Use the passages alone.", "Keep to the passages only."));
  await mlxBinary(repo, "prompt publish answer --version 1.0.1 -m Plainer");
  repo.commit();
  const refused = await mlxBinary(repo, "prompt alias answer stable 1.0.1");
  expect(refused.code).toBe(1);
  expect(refused.stdout + refused.stderr).toMatch(/failed +evaluation: answer +there is no evidence/);
  const recorded = await mlxBinary(repo, "eval run answer --prompt answer@1.0.1 --record", { env });
  expect([recorded.code, recorded.stdout]).toEqual([
    0,
    expect.stringContaining("evidence of answer@1.0.1: "),
  ]);
  expect((await mlxBinary(repo, "prompt alias answer stable 1.0.1")).code).toBe(0);
  const back = await mlxBinary(repo, "prompt alias answer stable 1.0.0 --json");
  expect([back.code, back.stdout]).toEqual([0, expect.stringContaining("61 of 66 cases")]);
  const { code, stdout } = await mlxBinary(repo, "registry verify");
  expect([code, stdout]).toEqual([0, expect.stringContaining("intact: 1 prompt: 2 versions, 5 events")]);
});

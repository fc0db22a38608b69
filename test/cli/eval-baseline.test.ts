import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { echoProject, resultsIn } from "../support/evals/eval-project.js";
import {
  answers,
  baselineFile,
  projectWithBaseline,
  recordedProject,
  recordedSuite,
} from "../support/evals/recorded-project.js";
import { mlx } from "../support/mlx.js";

describe("eval baseline accept", () => {
  test("writes the last finished evaluation for review in a commit, and says so", async () => {
    const repo = recordedProject(20, (index) => index > 0);
    await mlx(repo, "eval run echo --name one");
    const { code, stdout } = await mlx(repo, "eval baseline accept echo -m 'good enough'");
    expect(code).toBe(0);
    expect(stdout).toContain("as the baseline of echo: 20 cases, 95.0% passed");
    expect(stdout).toContain(`commit it: git add ${baselineFile}`);
    const baseline = JSON.parse(repo.read(baselineFile));
    expect(baseline).toMatchObject({
      ...{ mlx: 1, suite: "echo", file: "evals/echo.eval.yaml", message: "good enough", dirty: true },
      summary: { cases: 20, passed: 19, graded: 20, errored: 0, passRate: 0.95 },
      author: { name: expect.any(String), email: expect.any(String) },
    });
    expect(baseline.cases).toHaveLength(20);
    expect(baseline.cases[0]).toMatchObject({ id: "c0", passed: 0, graded: 1, slices: { language: "de" } });
    const shown = await mlx(repo, "eval show one --json");
    expect(baseline.evaluation).toBe(shown.json["id"]);
    expect(baseline.digests).toEqual(shown.json["digests"]);
  });

  test("takes the evaluation that is named, and with --dry-run writes nothing", async () => {
    const repo = recordedProject(8);
    await mlx(repo, "eval run echo");
    repo.write({ "evals/answers.jsonl": answers(8, (index) => index > 0) });
    await mlx(repo, "eval run echo");
    const dry = await mlx(repo, "eval baseline accept echo --run last~1 -n --json");
    expect(dry.json).toMatchObject({ path: baselineFile, written: false, summary: { passed: 8 } });
    expect(existsSync(join(repo.root, baselineFile))).toBe(false);
    await mlx(repo, "eval baseline accept echo --run last~1");
    expect(JSON.parse(repo.read(baselineFile)).summary.passed).toBe(8);
  });

  test("says what changed against the baseline that was there", async () => {
    const repo = await projectWithBaseline(60);
    repo.write({ "evals/answers.jsonl": answers(60, (index) => index >= 12) });
    await mlx(repo, "eval run echo");
    const { stdout } = await mlx(repo, "eval baseline accept echo");
    expect(stdout).toMatch(/against the baseline of .*: regressed,\s+−20 points/);
    expect(stdout).toContain("worse: c0, c1, c10");
    expect((await mlx(repo, "eval run echo")).code).toBe(0);
  });

  test("refuses without an evaluation, an unfinished one, one of another suite, a part without --force", async () => {
    const repo = recordedProject(10, (index) => index !== 3);
    const refused = async (command: string) => {
      const { code, error } = await mlx(repo, `${command} --json`);
      return [code, error.code, error.message];
    };
    expect(await refused("eval baseline accept echo")).toEqual([
      ...[2, "MLX_EVAL_NOT_FOUND", "echo was not run in this clone: there is no evaluation to accept"],
    ]);
    expect((await refused("eval baseline accept ech"))[1]).toBe("MLX_SUITE_NOT_FOUND");
    await mlx(repo, "eval run echo --fail-fast");
    expect(await refused("eval baseline accept echo")).toEqual([
      ...[2, "MLX_EVAL_NOT_FOUND", "no evaluation of echo was finished in this clone"],
    ]);
    expect((await refused("eval baseline accept echo --run last")).slice(0, 2)).toEqual([
      2,
      "MLX_BASELINE_REFUSED",
    ]);
    await mlx(repo, "eval run echo --limit 4 --filter 'c*'");
    const [, code, message] = await refused("eval baseline accept echo");
    expect([code, message]).toEqual([
      "MLX_BASELINE_REFUSED",
      expect.stringContaining("(--filter c*, --limit 4)"),
    ]);
    repo.write({ "evals/other.eval.yaml": recordedSuite });
    await mlx(repo, "eval run other");
    expect((await refused("eval baseline accept echo --run last"))[2]).toContain(
      "is one of other, not of echo",
    );
    expect(existsSync(join(repo.root, baselineFile))).toBe(false);
    const forced = await mlx(repo, "eval baseline accept echo --force");
    expect([forced.code, forced.stderr]).toEqual([0, expect.stringContaining("only a part of the suite")]);
    expect(JSON.parse(repo.read(baselineFile)).partial).toEqual(["--filter c*", "--limit 4"]);
  });

  test("refuses an evaluation in which nothing could be graded, and one that says not what it asked", async () => {
    const repo = echoProject(3);
    const broken = repo.read("evals/echo.eval.yaml").replace("echo\n", "exec:false\n");
    repo.write({ "evals/echo.eval.yaml": broken });
    await mlx(repo, "eval run echo --retries 0");
    const nothing = await mlx(repo, "eval baseline accept echo --json");
    expect(nothing.error.message).toContain("has no case that could be graded");
    const old = recordedProject(3);
    await mlx(old, "eval run echo");
    const [results = ""] = readdirSync(join(old.root, ".mlx/evals")).filter((name) =>
      name.endsWith(".jsonl"),
    );
    const lines = resultsIn(old, `.mlx/evals/${results}`).map(({ digests: _, ...result }) => result);
    old.write({ [`.mlx/evals/${results}`]: lines.map((line) => `${JSON.stringify(line)}\n`).join("") });
    const silent = await mlx(old, "eval baseline accept echo --json");
    expect(silent.error.message).toContain("does not say what each case was asked");
  });

  test("tells what is not as it was when the evaluation ran", async () => {
    const repo = recordedProject(5);
    await mlx(repo, "eval run echo");
    repo.write({ "evals/answers.jsonl": answers(5, (index) => index > 0) });
    const { code, stderr } = await mlx(repo, "eval baseline accept echo");
    expect(code).toBe(0);
    expect(stderr).toContain("not as it was when the evaluation ran: evals/answers.jsonl");
    expect(stderr).toContain("changes that were not committed");
    const echoed = echoProject(2);
    await mlx(echoed, "eval run echo --provider echo");
    expect((await mlx(echoed, "eval baseline accept echo")).stderr).toContain(
      "did not run as the suite says: --provider echo",
    );
  });

  test("tells how many cases ended in an error: nothing can be held against them", async () => {
    const repo = recordedProject(5, (index) => index > 0);
    const suite = repo.read("evals/echo.eval.yaml");
    repo.write({
      "evals/echo.eval.yaml": suite.replace(
        "graders: [contains]",
        `graders:\n  - contains\n  - javascript: "output === 'no idea' ? output.no.thing : true"`,
      ),
    });
    await mlx(repo, "eval run echo");
    const { code, stderr } = await mlx(repo, "eval baseline accept echo");
    expect(code).toBe(0);
    expect(stderr).toContain("1 of 5 cases ended in an error: nothing can be held against them");
  });

  test("gives the same cases the same bytes, whatever the order of the data", async () => {
    const repo = await projectWithBaseline(12, (index) => index % 3 > 0);
    const linesOf = () =>
      repo
        .read(baselineFile)
        .split("\n")
        .filter((line) => !/^ {2}"(?:commit|digest|evaluation|ran|time)"|"evals\/.*": "|"dirty"/.test(line));
    const before = linesOf();
    const reversed = repo.read("evals/cases.jsonl").trimEnd().split("\n").reverse();
    repo.write({ "evals/cases.jsonl": `${reversed.join("\n")}\n` });
    await mlx(repo, "eval run echo");
    await mlx(repo, "eval baseline accept echo -m first");
    expect(linesOf()).toEqual(before);
    expect(before.filter((line) => line.includes('"id":'))).toHaveLength(12);
  });
});

describe("eval baseline show, list and rm", () => {
  test("tell of baselines, and remove one", async () => {
    const repo = await projectWithBaseline(10, (index) => index > 0);
    const shown = await mlx(repo, "eval baseline show echo");
    expect(shown.stdout).toMatch(/^echo: evals\/baselines\/echo\.json\n {2}evaluation/);
    expect(shown.stdout).toContain("10, 90.0% passed, 1 not passed in full, 0 critical");
    expect(Object((await mlx(repo, "eval baseline show echo --json")).json["cases"])).toHaveLength(10);
    expect((await mlx(repo, "eval baseline list")).stdout).toMatch(/echo .* 10 +90\.0% +first/);
    expect((await mlx(repo, "eval baseline rm echo -n")).stdout).toContain("would remove");
    expect(existsSync(join(repo.root, baselineFile))).toBe(true);
    expect((await mlx(repo, "eval baseline rm echo")).code).toBe(0);
    expect(existsSync(join(repo.root, baselineFile))).toBe(false);
    expect((await mlx(repo, "eval run echo")).code).toBe(1);
    expect((await mlx(repo, "eval baseline list --json")).json["baselines"]).toEqual([]);
  });

  test("name one that is not there, and list one that cannot be read beside the others", async () => {
    const repo = await projectWithBaseline(3);
    const missing = await mlx(repo, "eval baseline show eco --json");
    expect([missing.code, missing.error]).toMatchObject([
      2,
      { code: "MLX_BASELINE_NOT_FOUND", hint: "did you mean echo?" },
    ]);
    repo.write({ "evals/baselines/broken.json": "{}\n" });
    const listed = await mlx(repo, "eval baseline list --json");
    expect([listed.code, listed.json]).toMatchObject([
      1,
      { baselines: [{ suite: "echo" }], unreadable: [{ code: "MLX_BASELINE_DAMAGED" }] },
    ]);
    expect((await mlx(repo, "eval baseline rm broken")).code).toBe(0);
  });

  test("a folder in the place of the file is told and left alone", async () => {
    const repo = await projectWithBaseline(3);
    rmSync(join(repo.root, baselineFile));
    mkdirSync(join(repo.root, baselineFile));
    expect((await mlx(repo, "eval run echo --json")).error.code).toMatch(/^MLX_/);
    expect((await mlx(repo, "eval baseline accept echo")).code).not.toBe(0);
    expect(existsSync(join(repo.root, baselineFile))).toBe(true);
  });
});

test("results say by digests what a case was asked and graded by", async () => {
  const repo = echoProject(3);
  await mlx(repo, "eval run echo --repeat 2 --output out.jsonl");
  const digests = resultsIn(repo, "out.jsonl").map(({ digests: one }) => JSON.stringify(one));
  expect(digests[0]).toMatch(/^\{"input":"[0-9a-f]{16}","grading":"[0-9a-f]{16}"\}$/);
  expect(new Set(digests).size).toBe(3);
});

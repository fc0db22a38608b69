import { describe, expect, test } from "vitest";
import { cases, servedProject } from "../support/evals/eval-project.js";
import {
  answers,
  baselineFile,
  projectWithBaseline,
  recordedSuite,
} from "../support/evals/recorded-project.js";
import { mlx } from "../support/mlx.js";

describe("eval run against a baseline", () => {
  test("passes where nothing became worse, though not every case passes, and says what would have shown", async () => {
    const repo = await projectWithBaseline(60, (index) => index >= 6);
    const { code, stdout, stderr } = await mlx(repo, "eval run echo");
    expect(code).toBe(0);
    expect(stdout).toMatch(/against the baseline of \d+ \w+ \d{4} \(\w+\): underpowered/);
    expect(stderr).toMatch(
      /too few cases to see a change of 5 points: only an effect of [\d.]+ points \(\d+ of 60 cases\)/,
    );
    expect(stderr).toContain("mlx eval power evals/echo.eval.yaml says how many cases it takes");
    expect((await mlx(repo, "eval run echo --strict")).code).toBe(1);
    repo.write({ "evals/echo.eval.yaml": `${recordedSuite}effect: 40%\n` });
    expect((await mlx(repo, "eval run echo --strict")).code).toBe(0);
  });

  test("fails where it regressed, with figures and the cases, in every kind of report", async () => {
    const repo = await projectWithBaseline(60);
    repo.write({ "evals/answers.jsonl": answers(60, (index) => index >= 12) });
    const files = "--output out.md --output out.junit.xml --output out.json";
    const { code, json } = await mlx(repo, `eval run echo --json ${files}`);
    expect([code, json["verdict"]]).toEqual([1, "failed"]);
    expect(json["comparison"]).toMatchObject({
      ...{ baseline: baselineFile, verdict: "regressed", test: "mcnemar_exact" },
      discordant: { improved: 0, regressed: 12 },
      ...{ difference: expect.closeTo(-0.2, 9), pValue: expect.closeTo(2 * 0.5 ** 12, 12) },
      interval: [expect.any(Number), expect.any(Number)],
      minimumDetectableEffect: expect.any(Number),
      counts: { flipped: 12, added: 0, removed: 0 },
    });
    expect(json["gates"]).toContainEqual(
      expect.objectContaining({ name: "no regression against the baseline", passed: false }),
    );
    expect(repo.read("out.md")).toMatch(/Against the baseline of .*: regressed, −20 points/);
    expect(repo.read("out.md")).toContain("- worse: `c0, c1, c10, c11,");
    expect(repo.read("out.junit.xml")).toContain('<property name="comparison.verdict" value="regressed"/>');
    expect(JSON.parse(repo.read("out.json")).comparison).toEqual(json["comparison"]);
    const shown = await mlx(repo, "eval show --json");
    expect(shown.json["comparison"]).toEqual(json["comparison"]);
    expect((await mlx(repo, "eval show")).stdout).toContain("worse: c0, c1, c10");
  });

  test("fails where a critical case fails, whatever the average says", async () => {
    const repo = await projectWithBaseline(60);
    const critical = `${recordedSuite}critical: [c7]\n`;
    repo.write({
      "evals/answers.jsonl": answers(60, (index) => index !== 7),
      "evals/echo.eval.yaml": critical,
    });
    const { code, stdout } = await mlx(repo, "eval run echo");
    expect(code).toBe(1);
    expect(stdout).toContain("critical cases pass: 1 of 1 critical cases did not pass");
    expect(stdout).toContain("worse: c7 (critical)");
  });

  test("is inconclusive where the graders or the data are others, and says how to accept", async () => {
    const repo = await projectWithBaseline(10);
    repo.write({ "evals/echo.eval.yaml": recordedSuite.replace("[contains]", "[equals]") });
    const graders = await mlx(repo, "eval run echo");
    expect(graders.code).toBe(5);
    expect(graders.stdout.replace(/\s+/g, " ")).toContain(
      "not comparable: other graders judge all 10 shared cases",
    );
    expect((await mlx(repo, "eval run echo --strict")).code).toBe(1);
    repo.write({ "evals/echo.eval.yaml": recordedSuite });
    const other = repo.read("evals/cases.jsonl").replaceAll('"say":"yes"', '"say":"yes!"');
    repo.write({ "evals/cases.jsonl": other });
    const data = await mlx(repo, "eval run echo --json");
    expect([data.code, Object(data.json["comparison"])]).toMatchObject([
      5,
      { verdict: null, difference: null, incomparable: [{ what: "data" }], counts: { changed: 10 } },
    ]);
  });

  test("lists cases that were added or removed and does not average them in", async () => {
    const repo = await projectWithBaseline(20);
    const rows = cases(22).trimEnd().split("\n").slice(1);
    repo.write({
      "evals/cases.jsonl": `${rows.join("\n")}\n`,
      "evals/answers.jsonl": answers(22, (index) => index < 20),
    });
    const { stdout } = await mlx(repo, "eval run echo");
    expect(stdout).toContain("not compared: 2 added, 1 removed");
    const { json } = await mlx(repo, "eval run echo --json");
    expect(json["comparison"]).toMatchObject({ difference: 0, added: ["c20", "c21"], removed: ["c0"] });
    const part = await mlx(repo, "eval run echo --limit 5 --json");
    expect(part.json["comparison"]).toMatchObject({ removed: [], counts: { removed: 0 } });
  });

  test("gates of the suite decide in its place, and the comparison is told all the same", async () => {
    const repo = await projectWithBaseline(60);
    repo.write({
      "evals/answers.jsonl": answers(60, (index) => index >= 12),
      "evals/echo.eval.yaml": `${recordedSuite}gates: [{metric: passRate, min: 70%}]\n`,
    });
    const { code, stdout } = await mlx(repo, "eval run echo");
    expect(code).toBe(0);
    expect(stdout).toMatch(/against the baseline of .*: regressed/);
  });

  test("is told the change that matters by the suite", async () => {
    const repo = await projectWithBaseline(60);
    repo.write({ "evals/echo.eval.yaml": `${recordedSuite}effect: 60%\n` });
    const { json, stderr } = await mlx(repo, "eval run echo --json");
    expect(json["comparison"]).toMatchObject({ verdict: "no_evidence", effect: 0.6 });
    expect(stderr).not.toContain("too few cases");
    repo.write({ "evals/echo.eval.yaml": `${recordedSuite}effect: 0\n` });
    expect((await mlx(repo, "eval validate echo")).stderr).toContain("effect: must be above 0 and below 1");
  });

  test("stops before anything is asked where the baseline cannot be read", async () => {
    const repo = await projectWithBaseline(5);
    const text = repo.read(baselineFile);
    const fails = async (changed: string) => {
      repo.write({ [baselineFile]: changed });
      const { code, error } = await mlx(repo, "eval run echo --json");
      return [code, error.code, error.message.slice(0, baselineFile.length)];
    };
    expect(await fails(text.replace('"passed":1', '"passed":0'))).toEqual([
      2,
      "MLX_BASELINE_DAMAGED",
      baselineFile,
    ]);
    expect(await fails(text.replace('"mlx": 1', '"mlx": 2'))).toEqual([
      2,
      "MLX_BASELINE_NEWER",
      baselineFile,
    ]);
    expect(await fails(`<<<<<<< HEAD\n${text}`)).toEqual([2, "MLX_BASELINE_CONFLICT", baselineFile]);
    expect((await mlx(repo, "eval list --json")).json["total"]).toBe(1);
    const again = await mlx(repo, "eval baseline accept echo");
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining("is replaced unread")]);
    expect((await mlx(repo, "eval run echo")).code).toBe(0);
  });

  test("holds what was merged of shards against it as a whole", async () => {
    const repo = await projectWithBaseline(60);
    repo.write({ "evals/answers.jsonl": answers(60, (index) => index >= 12) });
    const whole = await mlx(repo, "eval run echo --json");
    for (const index of [1, 2]) await mlx(repo, `eval run echo --shard ${index}/2`);
    const merged = await mlx(repo, "eval merge last last~1 --json");
    expect([merged.code, merged.json["comparison"]]).toEqual([1, whole.json["comparison"]]);
    await mlx(repo, "eval run echo --shard 1/3");
    await mlx(repo, "eval merge last --json");
    const part = await mlx(repo, "eval baseline accept echo --run last --json");
    expect(part.error.message).toContain("merged without 2/3, 3/3");
  });

  test("is inconclusive where another model judges, whoever answers", async () => {
    const verdict = { when: /./, say: '{"reason": "fine", "pass": true, "score": 1}' };
    const { repo, server } = await servedProject(4, { rules: [verdict] });
    const judgedBy = (model: string) =>
      repo.write({
        "evals/answers.jsonl": answers(4, () => true),
        "evals/echo.eval.yaml": `${recordedSuite.replace("[contains]", "[{llm-rubric: Is it polite?}]")}judge:
  id: openai:chat:${model}
  config: {apiBaseUrl: ${server.url}/v1}
`,
      });
    judgedBy("judge-1");
    await mlx(repo, "eval run echo");
    await mlx(repo, "eval baseline accept echo");
    expect((await mlx(repo, "eval run echo")).code).toBe(0);
    judgedBy("judge-2");
    const { code, json } = await mlx(repo, "eval run echo --json");
    expect([code, Object(json["comparison"]).incomparable]).toEqual([
      5,
      [{ what: "judge", reason: "the judge was judge-1 and is judge-2" }],
    ]);
    expect(JSON.parse(repo.read(baselineFile)).judges).toEqual([
      { model: "judge-1", rubric: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });
});

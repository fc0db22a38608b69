import { describe, expect, test } from "vitest";
import { cases, echoProject, echoSuite } from "../support/evals/eval-project.js";
import {
  answers,
  projectWithBaseline,
  recordedProject,
  recordedSuite,
} from "../support/evals/recorded-project.js";
import { mlx } from "../support/mlx.js";

const withGates = (gates: string) => `${recordedSuite}gates:\n${gates}`;

describe("gates of a suite", () => {
  test("by their interval are passed, failed or inconclusive, each with a line, and 5 is 1 with --strict", async () => {
    const repo = recordedProject(80, (index) => index >= 6);
    repo.write({
      "evals/echo.eval.yaml": withGates(
        [
          "  - {metric: passRate, min: 80%, by: interval}",
          "  - {metric: passRate, min: 90%, by: interval, name: sure enough}",
        ].join("\n"),
      ),
    });
    const { code, stdout } = await mlx(repo, "eval run echo");
    expect(code).toBe(5);
    expect(stdout).toMatch(/^echo: inconclusive\n/);
    expect(stdout).toMatch(
      /\? sure enough: 92\.5% \(95%: 84\.\d+% to 96\.\d+%\), wanted at least 90%: the inter/,
    );
    expect(stdout).toMatch(/✓ passRate ≥ 0\.8: 92\.5% \(95%: 84\.\d+% to 96\.\d+%\), wanted at least 80%\n/);
    expect(stdout.split("\n").length).toBeLessThanOrEqual(23);
    const strict = await mlx(repo, "eval run echo --strict --json");
    expect(strict.code).toBe(1);
    expect(strict.json["gates"]).toMatchObject([
      { name: "passRate ≥ 0.8", passed: true, interval: [expect.any(Number), expect.any(Number)] },
      {
        ...{ name: "sure enough", passed: false, inconclusive: true, value: 0.925, threshold: 0.9 },
        reason: expect.stringMatching(/about \d+ cases would decide it$/),
      },
      { name: "errors", passed: true },
    ]);
    const shown = await mlx(repo, "eval show --json");
    expect(shown.json["gates"]).toEqual(strict.json["gates"]);
  });

  test("compare with the baseline: a harmless loss passes, a loss that shows fails, without a baseline it is open", async () => {
    const gates = withGates("  - {nonInferior: passRate, margin: 5%}\n  - noRegression\n");
    const repo = await projectWithBaseline(200);
    repo.write({
      "evals/echo.eval.yaml": gates,
      "evals/answers.jsonl": answers(200, (index) => index !== 3),
    });
    const harmless = await mlx(repo, "eval run echo --json");
    expect([harmless.code, harmless.json["verdict"]]).toEqual([0, "passed"]);
    repo.write({ "evals/answers.jsonl": answers(200, (index) => index % 8 !== 0) });
    const worse = await mlx(repo, "eval run echo");
    expect(worse.code).toBe(1);
    expect(worse.stdout).toMatch(/✗ passRate not worse by 5 points: −12\.5 points \(95%: −/);
    expect(worse.stdout).toContain("✗ no regression of passRate: regressed, −12.5 points");
    const alone = recordedProject(20);
    alone.write({ "evals/echo.eval.yaml": gates });
    const open = await mlx(alone, "eval run echo --json");
    expect(open.code).toBe(5);
    expect(open.json["gates"]).toMatchObject([
      { inconclusive: true },
      { inconclusive: true },
      { passed: true },
    ]);
  });

  test("that clusters make unsure are unsure: the same rate of single cases passes", async () => {
    const rows = Array.from({ length: 80 }, (_, index) => ({
      id: `c${index}`,
      say: "yes",
      want: "yes",
      talk: index >> 3,
    }));
    const data = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    const gates = "gates:\n  - {metric: passRate, min: 80%, by: interval}\n";
    const repo = recordedProject(80, (index) => index >= 8);
    repo.write({
      "evals/cases.jsonl": data,
      "evals/echo.eval.yaml": recordedSuite.replace("slices: [language]\n", "") + gates,
    });
    expect((await mlx(repo, "eval run echo")).code).toBe(0);
    repo.write({
      "evals/echo.eval.yaml": `${recordedSuite.replace("slices: [language]\n", "cluster: talk\n")}${gates}`,
    });
    const clustered = await mlx(repo, "eval run echo --json");
    expect(clustered.code).toBe(5);
    expect(clustered.json["estimates"]).toMatchObject({
      metrics: { passRate: { value: 0.9, n: 80, units: 10, method: "wilson_effective" } },
    });
    expect(clustered.json["interval"]).toEqual(Object(clustered.json["estimates"]).metrics.passRate.interval);
    repo.write({ "evals/cases.jsonl": data.replaceAll(/"talk":\d+/g, '"talk":1') });
    const one = await mlx(repo, "eval run echo");
    expect(one.code).toBe(5);
    expect(one.stdout).toContain("72 of 80 cases passed, 90.0% (too few to say how sure)");
  });
});

describe("mistakes in gates are told at their places, all at once", () => {
  test.each([
    ["{metric: pasRate, min: 1}", 'there is no metric "pasRate" (did you mean passRate?)'],
    ["{metrik: passRate, min: 1}", 'unknown key "metrik" in a gate (did you mean metric?)'],
    ["{metric: passRate, min: 1, by: intervall}", "expected one of estimate, interval"],
    ["{metric: passRate, min: 1, by: interval}", "no number of cases puts the interval of passRate at 100%"],
    ["{metric: costUsd, max: 1, by: interval}", "costUsd is counted, not estimated"],
    ["{metric: passRate}", "a gate needs min or max"],
    ["{metric: passRate, nonInferior: passRate, margin: 2%}", "two gates in one: metric and nonInferior"],
    ["{nonInferior: passRate}", "nonInferior needs a margin"],
    ["{nonInferior: passRate, margin: 0}", "margin: without a loss that may be"],
    ["{nonInferior: pasRate, margin: 2%}", '"pasRate" is not compared (did you mean passRate?)'],
    ["{noRegression: 3}", "expected a metric such as passRate, or true, found 3"],
    ["{improvement: passRate, margin: -1}", "expected a number of at least 0, found -1"],
    ["{judge: {kappa: 2}}", "expected a number from -1 to 1, found 2"],
    ["{judge: {kappa: 0.6}}", "no grader asks a model"],
    ["{fairness: demographic_party, slice: language, max: 0.1}", "did you mean demographic_parity?"],
    ["{fairness: demographic_parity, slice: langage, max: 0.1}", "did you mean language?"],
    ["{fairness: demographic_parity, max: 0.1}", "fairness needs a slice"],
    ["{fairness: demographic_parity, slice: language, max: 0.1}", "no grader tells a class"],
    ["{name: x}", "nothing says what this gate asks for"],
    ["3", "expected a mapping like {metric: passRate, min: 95%}, found 3"],
  ])("%s", async (gate, message) => {
    const repo = echoProject(2, 0, { "evals/echo.eval.yaml": `${echoSuite}gates:\n  - ${gate}\n` });
    const { code, json } = await mlx(repo, "eval validate echo --json");
    expect(code).toBe(2);
    expect(json["problems"]).toContainEqual({
      ...{ file: "evals/echo.eval.yaml", line: 10, column: expect.any(Number) },
      message: expect.stringContaining(message),
    });
  });

  test("a metric that only a script could give is inconclusive, with the one that was meant", async () => {
    const script = `graders:\n  - javascript: "({pass: true, score: 1, namedScores: {tone: 0.5}})"\n`;
    const repo = echoProject(3, 0, {
      "evals/echo.eval.yaml": `${echoSuite.replace("graders: [contains]\n", script)}gates:\n  - {metric: tnoe, min: 0.5}\n`,
    });
    const { code, json } = await mlx(repo, "eval run echo --json");
    expect(code).toBe(5);
    expect(json["gates"]).toMatchObject([
      { inconclusive: true, value: null, reason: "no case gave the metric tnoe; did you mean tone?" },
      { passed: true },
    ]);
  });
});

test("a grader that gives NaN is an error with a reason, and no figure is NaN", async () => {
  const script = `graders:\n  - javascript: "output.includes('no') ? NaN : 1"\n`;
  const repo = echoProject(4, 2, {
    "evals/echo.eval.yaml": echoSuite.replace("graders: [contains]\n", script),
  });
  const { code, json, stdout } = await mlx(repo, "eval run echo --json --output r.jsonl");
  expect(code).toBe(1);
  expect(json).toMatchObject({ cases: { passed: 2, errored: 2 }, passRate: 1, score: 1 });
  expect(stdout).not.toMatch(/: "?NaN/);
  expect(repo.read("r.jsonl")).toMatch(/"status":"errored","weight":1,"reason":"[^"]*NaN|"reason":"[^"]*NaN/);
});

test("slices with few cases say so", async () => {
  const rows = cases(32)
    .split("\n")
    .filter((row) => row !== "");
  const data = rows
    .map((row, index) => `${index < 2 ? row.replace(/"language":"\w+"/, '"language":"fr"') : row}\n`)
    .join("");
  const repo = echoProject(32, 5, { "evals/cases.jsonl": data });
  const { stdout } = await mlx(repo, "eval run echo");
  expect(stdout).toMatch(/language: fr\s+2 of 2\s+100\.0%\s+too few to say/);
  expect(stdout).toMatch(/language: de\s+15 of 15\s+100\.0%\s+79\.6 to 100\.0/);
});

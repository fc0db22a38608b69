import { describe, expect, test } from "vitest";
import { requiredCases } from "../../src/stats/power.js";
import { answers, projectWithBaseline, recordedProject } from "../support/evals/recorded-project.js";
import { mlx } from "../support/mlx.js";

describe("without a suite", () => {
  test("says how many cases show a change, with a table of others", async () => {
    const repo = recordedProject(1);
    const { code, json } = await mlx(repo, "eval power --effect 5 --discordant 10 --json");
    expect(code).toBe(0);
    const cases = requiredCases({ effect: 0.05, discordant: 0.1 });
    expect(json).toMatchObject({
      ...{ effect: 0.05, power: 0.8, alpha: 0.05, cases },
      assumed: { discordant: 0.1, rate: null, clusterSize: 1, icc: null, from: "as given" },
    });
    expect(json["table"]).toContainEqual({ effect: 0.05, cases });
    expect(json["table"]).toContainEqual({
      effect: 0.1,
      cases: requiredCases({ effect: 0.1, discordant: 0.1 }),
    });
    const { stdout } = await mlx(repo, "eval power --effect 5 --discordant 10");
    expect(stdout).toContain(
      `${cases} cases show a change of 5 points in 80% of evaluations (paired, two-sided 5%)\n`,
    );
    expect(stdout).toMatch(/ 5 points +[\d,]+ {2}█+\n/);
  });

  test("clusters, more power and a smaller level take more cases", async () => {
    const repo = recordedProject(1);
    const casesOf = async (options: string) =>
      Number((await mlx(repo, `eval power --effect 5 --rate 90 ${options} --json`)).json["cases"]);
    const plain = await casesOf("");
    expect(await casesOf("--cluster-size 4 --icc 0.5")).toBeGreaterThan(2 * plain);
    expect(await casesOf("--power 90%")).toBeGreaterThan(plain);
    expect(await casesOf("--alpha 1")).toBeGreaterThan(plain);
    expect(await casesOf("--power 0.9 --alpha 0.01")).toBe(await casesOf("--power 90 --alpha 1%"));
    expect(await casesOf("--alpha 0.5%")).toBeGreaterThan(await casesOf("--alpha 1"));
  });
});

describe("of a suite", () => {
  test("takes what changes from its baseline and last evaluation, and says what its cases can show", async () => {
    const repo = await projectWithBaseline(60, (index) => index >= 6);
    repo.write({ "evals/answers.jsonl": answers(60, (index) => index >= 3 && index !== 40) });
    await mlx(repo, "eval run echo");
    const { code, json } = await mlx(repo, "eval power echo --json");
    expect(code).toBe(0);
    const { assumed, suite, cases } = Object(json);
    expect(assumed).toMatchObject({ from: "the baseline and the last evaluation", clusterSize: 1 });
    expect(assumed.discordant).toBeGreaterThan(4 / 60);
    expect(suite).toMatchObject({ name: "echo", cases: 60 });
    expect(suite.minimumDetectableEffect).toBeGreaterThan(0.05);
    expect(suite.power).toBeLessThan(0.8);
    expect(cases).toBeGreaterThan(60);
    const { stdout } = await mlx(repo, "eval power echo --effect 20");
    expect(stdout).toMatch(
      /\necho has 60 cases: they show a change of [\d.]+ points, one of 20 points in \d[\d.]*% of/,
    );
  });

  test("that never ran is planned by a guess, and says so", async () => {
    const { json } = await mlx(recordedProject(3), "eval power echo --json");
    expect(json).toMatchObject({
      assumed: { from: "a guess" },
      suite: { cases: 3, minimumDetectableEffect: 1, power: 0 },
    });
    expect((await mlx(recordedProject(3), "eval power echo")).stdout).toContain(
      "echo has 3 cases: too few to show any change",
    );
  });
});

test.each([
  ["--effect 0", '--effect takes percent from 0.1 to 100, found "0"'],
  ["--effect five", '--effect takes percent from 0.1 to 100, found "five"'],
  ["--power 100", '--power takes percent from 0.1 to 99.9, found "100"'],
  ["--rate 90 --discordant 10", "--rate and --discordant are given"],
  ["--icc 0.5", "--icc is given without --cluster-size"],
  ["--cluster-size 3 --icc 2", '--icc takes a number from 0 to 1, found "2"'],
  ["--cluster-size 0", "--cluster-size takes 1 or more"],
  ["nosuch", "nosuch is no suite"],
])("%s is refused", async (options, message) => {
  const { code, stderr } = await mlx(recordedProject(1), `eval power ${options}`);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

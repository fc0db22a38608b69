import { expect, test } from "vitest";
import { SeededRandom } from "../../src/stats/seeded-random.js";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

interface Predictions {
  readonly rows: number;
  readonly seed: string;
  /** Chance in 1,000 of a wrong prediction, by the place of the row from 0 to 1. */
  readonly wrong: (place: number) => number;
  readonly labels?: boolean;
}

function predictions({ rows, seed, wrong, labels = true }: Predictions): string {
  const random = new SeededRandom(seed);
  const lines = Array.from({ length: rows }, (_, at) => {
    const truth = random.below(2) === 1;
    const isWrong = random.below(1000) < wrong(at / rows);
    const said = truth !== isWrong;
    const score = said ? 0.9 : 0.1;
    const time = new Date(Date.UTC(2025, 0, 1) + at * 60_000).toISOString().slice(0, 19).replace("T", " ");
    return `${time},${random.below(100)},${said ? "yes" : "no"},${score},${labels ? (truth ? "yes" : "no") : ""}`;
  });
  return ["at,x,said,score,truth", ...lines, ""].join("\n");
}

async function model(
  files: Record<string, string>,
  base = predictions({ rows: 1500, seed: "a", wrong: () => 100 }),
) {
  const repo = gitRepo({ "base.csv": base, ...files });
  await mlx(repo, [
    ...[
      "drift",
      "baseline",
      "model",
      "--data",
      "base.csv",
      "--role",
      "said=prediction",
      "--role",
      "truth=label",
    ],
    ...["--kind", "score=numeric", "--kind", "x=numeric"],
  ]);
  const monitor = repo.read("drift/model.drift.yaml");
  repo.write({ "drift/model.drift.yaml": `${monitor}\nperformance: {score: score, threshold: 0.05}\n` });
  return repo;
}

test("predictions that have become worse are drift, though no column has moved", async () => {
  const repo = await model({ "now.csv": predictions({ rows: 1500, seed: "b", wrong: () => 300 }) });
  const { code, json } = await mlx(repo, "drift check model --data now.csv --json");
  expect([code, json["verdict"]]).toEqual([1, "drift"]);
  expect(JSON.stringify(json["columns"])).not.toContain('"verdict":"drift"');
  expect(json["reason"]).toMatch(/^predictions have become worse: accuracy 0\.\d+ → 0\.\d+/);
  expect(json["performance"]).toMatchObject({
    verdict: "drift",
    rows: 1500,
    figures: [
      {
        name: "accuracy",
        verdict: "drift",
        difference: { interval: [expect.any(Number), expect.any(Number)] },
      },
      { name: "f1", verdict: "drift" },
      { name: "roc_auc", verdict: "drift" },
    ],
  });
});

test("predictions as good as before are ok", async () => {
  const repo = await model({ "now.csv": predictions({ rows: 1500, seed: "c", wrong: () => 100 }) });
  const { code, stdout } = await mlx(repo, "drift check model --data now.csv");
  expect(code).toBe(0);
  expect(stdout).toContain("✓ predictions are as good as they were: accuracy");
  expect(stdout).toContain("errors in the order of at: no detector raised the alarm");
});

test("detectors tell when errors began to rise", async () => {
  const now = predictions({ rows: 3000, seed: "d", wrong: (place) => (place < 0.5 ? 60 : 500) });
  const repo = await model({ "now.csv": now });
  const { json } = await mlx(repo, "drift check model --data now.csv --json");
  const { stream } = JSON.parse(JSON.stringify(json["performance"]));
  expect(stream.orderedBy).toBe("at");
  const adwin = stream.alarms.find(({ detector }: { detector: string }) => detector === "adwin");
  const ddm = stream.alarms.find(({ detector }: { detector: string }) => detector === "ddm");
  // The errors rise after 1,500 minutes: 2025-01-02 01:00.
  expect(adwin.at[0] >= "2025-01-02 01:00:00" && adwin.at[0] < "2025-01-02 05:00:00").toBe(true);
  expect(ddm.at[0] >= "2025-01-02 01:00:00" && ddm.at[0] < "2025-01-02 05:00:00").toBe(true);
});

test("without labels accuracy, AUC, F1, precision and recall are estimated from calibrated scores, and called estimates", async () => {
  const repo = await model({
    "now.csv": predictions({ rows: 1000, seed: "e", wrong: () => 100, labels: false }),
  });
  const { json } = await mlx(repo, "drift check model --data now.csv --json");
  const { estimate, figures } = JSON.parse(JSON.stringify(json["performance"]));
  expect(figures).toEqual([]);
  expect(json["verdict"]).toBe("ok");
  expect(estimate).toMatchObject({ estimated: true, calibrated: true, n: 1000 });
  expect(estimate.value).toBeGreaterThan(0.87);
  expect(estimate.value).toBeLessThan(0.93);
  expect(json["reason"]).not.toContain("predictions");
  const { stdout } = await mlx(repo, "drift check model --data now.csv");
  expect(stdout).toContain("estimate, not measured: accuracy 0.");
  const names = estimate.figures.map(({ name }: { name: string }) => name);
  expect(names).toEqual(["accuracy", "roc_auc", "f1", "precision", "recall"]);
  for (const { value, interval } of estimate.figures) {
    // One in ten answers is wrong, either way.
    expect(value).toBeGreaterThan(0.86);
    expect(value).toBeLessThan(0.94);
    expect(interval[0]).toBeLessThan(value);
    expect(interval[1]).toBeGreaterThan(value);
  }
  const others = [
    /estimate, not measured: AUC 0\.\d+ \(95 % 0\.\d+ to 0\.\d+\), F1 0\.\d+ \(95 % 0\.\d+ to 0\.\d+\)/,
    /estimate, not measured: precision of yes 0\.\d+ \(95 % 0\.\d+ to 0\.\d+\), recall of yes 0\.\d+ \(/,
  ];
  await mlx(repo, "drift check model --data now.csv --output now.html");
  await mlx(repo, "drift check model --data now.csv --output now.md");
  for (const line of others) {
    expect(stdout).toMatch(line);
    expect(repo.read("now.html")).toMatch(line);
    expect(repo.read("now.md")).toMatch(line);
  }
});

test("errors of numbers are compared, too", async () => {
  const numbers = (seed: string, spread: number) => {
    const random = new SeededRandom(seed);
    const lines = Array.from({ length: 800 }, () => {
      const truth = random.below(1000) / 10;
      return `${truth + (random.below(200) - 100) * spread},${truth}`;
    });
    return ["said,truth", ...lines, ""].join("\n");
  };
  const repo = gitRepo({
    "base.csv": numbers("f", 0.02),
    "now.csv": numbers("g", 0.05),
    "fair.csv": numbers("k", 0.02),
  });
  await mlx(repo, "drift baseline model --data base.csv --role said=prediction --role truth=label");
  const now = await mlx(repo, "drift check model --data now.csv --json");
  expect(now.json).toMatchObject({
    verdict: "drift",
    performance: {
      figures: [
        { name: "mae", verdict: "drift" },
        { name: "rmse", verdict: "drift" },
      ],
    },
  });
  const fair = await mlx(repo, "drift check model --data fair.csv --json");
  expect(fair.json["reason"]).toBe("none of 2 columns drifted");
});

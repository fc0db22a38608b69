import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

/** Sixty rows; of `score`, every fifth is a mark that says there is none. */
function scores(add = 0): string {
  const lines = Array.from({ length: 60 }, (_, at) =>
    [
      at % 5 === 0 ? "?" : String((at % 12) + add),
      ["a", "b"][at % 2],
      `2025-01-${10 + (at % 9)}`,
      `2026-02-${10 + (at % 7)}`,
    ].join(","),
  );
  return ["score,letter,from,until", ...lines, ""].join("\n");
}

test("a column that is said to be numbers is checked as such, though its file says text", async () => {
  const repo = gitRepo({ "base.csv": scores(), "now.csv": scores(9) });
  const taken = await mlx(repo, "drift baseline s --data base.csv --kind score=numeric");
  expect([taken.code, taken.stderr]).toEqual([
    0,
    expect.stringContaining("score: 12 of 60 values are no numbers and count as missing"),
  ]);
  expect((await mlx(repo, "drift check s")).code).toBe(0);
  const { code, json } = await mlx(repo, "drift check s --data now.csv --json");
  const [first] = [json["columns"]].flat();
  expect([code, first]).toMatchObject([1, { name: "score", kind: "numeric", verdict: "drift" }]);
});

test("when all of such a column has become numbers, that is no other type", async () => {
  const repo = gitRepo({ "base.csv": scores(), "now.csv": scores().replaceAll("?", "") });
  await mlx(repo, "drift baseline s --data base.csv --kind score=numeric");
  const { code, json } = await mlx(repo, "drift check s --data now.csv --json");
  expect([code, JSON.stringify(json).includes("type_changed")]).toEqual([0, false]);
});

test.each(["numeric", "timestamp", "embedding"])("letters cannot be taken for %s", async (kind) => {
  const repo = gitRepo({ "base.csv": scores() });
  const { code, stderr } = await mlx(repo, `drift baseline s --data base.csv --kind letter=${kind}`);
  expect([code, stderr]).toEqual([2, expect.stringContaining(`letter cannot be taken for ${kind}`)]);
  expect(repo.exists("drift")).toBe(false);
});

test("a shard says how many values it lost over the kind of its baseline", async () => {
  const repo = gitRepo({ "base.csv": scores().replaceAll("?", "1"), "now.csv": scores() });
  await mlx(repo, "drift baseline s --data base.csv");
  const { code, stderr } = await mlx(repo, "drift profile now.csv --knots s --output p.json");
  expect([code, stderr]).toEqual([0, expect.stringContaining("score: 12 of 60 values are no numbers")]);
});

test("data of which no column has a distribution make no baseline", async () => {
  const repo = gitRepo({
    "ids.csv": ["id", ...Array.from({ length: 99 }, (_, at) => `x${at}`), ""].join("\n"),
  });
  const { code, error } = await mlx(repo, "drift baseline s --data ids.csv --json");
  expect([code, error.code, error.hint]).toEqual([
    2,
    "MLX_DATA_UNREADABLE",
    expect.stringContaining("--kind id=categorical takes it in"),
  ]);
});

test("a monitor that does not fit its baseline is refused, each column at its line", async () => {
  const repo = gitRepo({ "base.csv": scores() });
  await mlx(repo, "drift baseline s --data base.csv --redact letter=hash");
  repo.write({
    "drift/s.drift.yaml": [
      "data: base.csv",
      "columns:",
      "  scroe: {kind: categorical}",
      "  letter: {kind: categorical, redact: drop}",
      "  from: {kind: categorical}",
      "",
    ].join("\n"),
  });
  const { code, error } = await mlx(repo, "drift check s --json");
  expect([code, error.code]).toEqual([2, "MLX_INVALID_MONITOR"]);
  expect(error.problems).toMatchObject([
    { line: 3, column: 3, message: "columns.scroe: the baseline has no such column; did you mean score?" },
    { line: 4, message: "columns.letter: redact is drop, and the baseline was taken with hash" },
    { line: 5, message: "columns.from: kind is categorical, and the baseline took it for timestamp" },
  ]);
});

test("a baseline taken otherwise than the monitor says tells which line to correct", async () => {
  const repo = gitRepo({ "base.csv": scores() });
  await mlx(repo, "drift baseline s --data base.csv");
  const { code, stderr } = await mlx(repo, "drift baseline s --force --kind from=categorical");
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(
      /drift\/s\.drift\.yaml:\d+: columns\.from: kind is timestamp, and the baseline took it for categorical/,
    ),
  ]);
});

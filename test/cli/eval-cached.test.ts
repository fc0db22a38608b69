import { expect, test } from "vitest";
import { resultsIn, type ServedProject, servedProject } from "../support/evals/eval-project.js";
import { mlx } from "../support/mlx.js";

/** More rows than are taken at once, of which some fail and some of the graders cannot judge. */
async function project(): Promise<ServedProject> {
  const served = await servedProject(0, {
    more: `gates: [{metric: passRate, min: 0}]
errors: {allow: 1}
`,
  });
  const rows = Array.from({ length: 300 }, (_, index) => ({
    id: `${index % 3 === 0 ? "first" : "later"}-${index}`,
    say: `yes${index}\nDELAY: ${index % 7}`,
    want: index % 10 === 4 ? "no" : index % 50 === 7 ? "" : `yes${index}`,
  }));
  served.repo.write({ "evals/cases.jsonl": rows.map((row) => `${JSON.stringify(row)}\n`).join("") });
  return served;
}

test("answers that are kept, answers that are asked for, and both in turn give the same results in the same order", async () => {
  const { repo, server } = await project();
  const run = async (options: string) => {
    const { json } = await mlx(repo, `eval run served --json --output r.jsonl ${options}`);
    return { results: resultsIn(repo, "r.jsonl"), json };
  };
  const some = await run("--filter first-*");
  expect([some.results.length, server.requests.length]).toEqual([100, 100]);
  const mixed = await run("");
  expect(server.requests).toHaveLength(300);
  expect(mixed.results.map(({ cached }) => cached)).toEqual(
    Array.from({ length: 300 }, (_, index) => index % 3 === 0),
  );
  const kept = await run("");
  expect(server.requests).toHaveLength(300);
  const asked = await run("--no-cache");
  expect(server.requests).toHaveLength(600);
  expect(asked.results.map(({ index }) => index)).toEqual(Array.from({ length: 300 }, (_, index) => index));
  expect(new Set(asked.results.map(({ status }) => status))).toEqual(
    new Set(["passed", "failed", "errored"]),
  );
  for (const { results, json } of [mixed, kept]) {
    expect(timeless(results)).toEqual(timeless(asked.results));
    for (const figure of ["verdict", "cases", "combinations", "graders", "worst"])
      expect(timeless(json[figure])).toEqual(timeless(asked.json[figure]));
  }
  expect(kept.json).toMatchObject({ cached: 300, calls: { made: 0, cached: 300 } });
});

/** Without times and what came from the cache. */
function timeless(told: unknown): unknown {
  return JSON.parse(
    JSON.stringify(told, (key, value) =>
      ["latencyMs", "ttftMs", "quantiles", "cached"].includes(key) ? undefined : value,
    ),
  );
}

test("--fail-fast ends a rerun out of the cache right behind the first case that fails; --resume does the rest", async () => {
  const { repo, server } = await project();
  await mlx(repo, "eval run served");
  const { json } = await mlx(repo, "eval run served --fail-fast --json --output r.jsonl");
  expect(json).toMatchObject({ calls: { made: 0, cached: 5 }, stopped: { kind: "failed" } });
  const statuses = resultsIn(repo, "r.jsonl").map(({ status }) => status);
  expect(statuses).toEqual(["passed", "passed", "passed", "passed", "failed"]);
  const rest = await mlx(repo, "eval run served --resume --json --output r.jsonl");
  expect(rest.json).toMatchObject({ id: json["id"], cases: { total: 300 }, calls: { made: 0, cached: 295 } });
  expect(resultsIn(repo, "r.jsonl").map(({ index }) => index)).toEqual(
    Array.from({ length: 300 }, (_, index) => index),
  );
  expect(server.requests).toHaveLength(300);
});

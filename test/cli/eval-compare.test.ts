import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { resultsIn } from "../support/evals/eval-project.js";
import { answers, baselineFile, projectWithBaseline } from "../support/evals/recorded-project.js";
import { mlx } from "../support/mlx.js";
import type { TestRepo } from "../support/repo.js";

describe("eval compare", () => {
  async function twoRuns(): Promise<TestRepo> {
    const repo = await projectWithBaseline(60);
    repo.write({ "evals/answers.jsonl": answers(60, (index) => index >= 12) });
    await mlx(repo, "eval run echo --output now.jsonl");
    return repo;
  }

  test("shows the verdict, slices, and each flipped case with both outputs", async () => {
    const repo = await twoRuns();
    const { code, stdout, stderr } = await mlx(repo, "eval compare last~1 last --limit 2");
    expect(code).toBe(0);
    expect(stdout).toMatch(/passRate 100\.0% → 80\.0%: regressed, −20 points \(95%: −/);
    expect(stdout).toMatch(/language: de +30 +100\.0% +80\.0% +−20 points/);
    expect(stdout).toMatch(/✗ c0 {2}language: de/);
    expect(stdout).toMatch(/yes +│ no idea/);
    expect(stdout).toMatch(/│ contains: the output does not\s/);
    expect(stderr).toContain("2 of 12 cases that flipped");
  });

  test("takes baselines and files of results as sides, too", async () => {
    const repo = await twoRuns();
    const sides = ["baseline last", "echo@baseline now.jsonl", `${baselineFile} last`, "last~1 now.jsonl"];
    const documents = await Promise.all(
      sides.map(async (one) => (await mlx(repo, `eval compare ${one} --json --limit 0`)).json),
    );
    for (const json of documents) {
      expect(json).toMatchObject({ verdict: "regressed", flippedTotal: 12 });
      expect(json["metrics"]).toEqual(documents[0]?.["metrics"]);
      expect(Object(json["flipped"])[0]).toMatchObject({
        id: "c0",
        before: { passed: 1, output: "yes" },
        after: { passed: 0, output: "no idea", status: "failed" },
      });
    }
    const back = await mlx(repo, "eval compare last baseline --json --only improved");
    expect(back.json).toMatchObject({ verdict: "improved", flippedTotal: 12 });
    expect((await mlx(repo, "eval compare last baseline --json --only regressed")).json["flipped"]).toEqual(
      [],
    );
  });

  test("shows a baseline's cases without outputs where another clone ran it", async () => {
    const repo = await twoRuns();
    rmSync(join(repo.root, ".mlx"), { recursive: true });
    const { stdout } = await mlx(repo, `eval compare ${baselineFile} now.jsonl --limit 1`);
    expect(stdout).toContain("(the output is not in this");
    expect(stdout).toContain("no idea");
  });

  test("ends with 5 where nothing can be compared, and refuses what it does not know", async () => {
    const repo = await twoRuns();
    const moved = repo.read("now.jsonl").replaceAll('"test":"c', '"test":"x');
    repo.write({ "other.jsonl": moved });
    const other = await mlx(repo, "eval compare now.jsonl other.jsonl");
    expect([other.code, other.stdout]).toEqual([
      5,
      expect.stringContaining("not comparable: no case has the id"),
    ]);
    const codes = async (command: string) => (await mlx(repo, `eval compare ${command} --json`)).error.code;
    expect(await codes("baseline baseline")).toBe("MLX_USAGE");
    expect(await codes("baseline now.jsonl")).toBe("MLX_USAGE");
    expect(await codes("last nothing")).toBe("MLX_EVAL_NOT_FOUND");
    expect(await codes("last last --only worse")).toBe("MLX_USAGE");
    expect(await codes("other@baseline last")).toBe("MLX_BASELINE_NOT_FOUND");
  });

  test("refuses a file that holds a case twice, and reads one of an older mlx by its ids", async () => {
    const repo = await twoRuns();
    const text = repo.read("now.jsonl");
    repo.write({ "twice.jsonl": text + text.slice(0, text.indexOf("\n") + 1) });
    const twice = await mlx(repo, "eval compare last twice.jsonl --json");
    expect([twice.code, twice.error.code]).toEqual([2, "MLX_RESULTS_REPEATED"]);
    const old = resultsIn(repo, "now.jsonl").map(
      ({ digests: _, ...result }) => `${JSON.stringify(result)}\n`,
    );
    repo.write({ "old.jsonl": old.join("") });
    const compared = await mlx(repo, "eval compare last~1 old.jsonl --json");
    expect(compared.json["verdict"]).toBe("regressed");
    expect(compared.stderr).toContain("old.jsonl is of an older mlx");
  });
});

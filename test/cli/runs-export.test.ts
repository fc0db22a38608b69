import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { identityName, ownIdentity } from "../../src/files/process-identity.js";
import { cachedObjects, digests, dropObject, must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { addRun, contentsOf } from "../support/run-ledger.js";

function linesOf(repo: TestRepo, file = "runs.mlxruns"): Record<string, unknown>[] {
  const text = gunzipSync(readFileSync(repo.path(file))).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("runs export", () => {
  test("writes a header, a line for each run, oldest first, and an end", async () => {
    const repo = gitRepo();
    const second = await addRun(repo, { name: "b", startTime: 1_762_000_100_000 });
    const first = await addRun(repo, { name: "a", metrics: { loss: [0.5, Number.NaN] } });
    const { code, stdout } = await mlx(repo, "runs export --all");
    expect([code, stdout]).toEqual([0, "exported 2 runs to runs.mlxruns\n"]);
    const [header, one, two, end, ...more] = linesOf(repo);
    expect(header).toMatchObject({ format: "mlx-runs", version: 1 });
    expect(one).toMatchObject({
      run: {
        content: {
          id: first,
          metrics: {
            loss: [
              [0, expect.any(Number), 0.5],
              [1, expect.any(Number), "NaN"],
            ],
          },
        },
      },
    });
    expect(two).toMatchObject({ run: { content: { id: second } } });
    expect(end).toEqual({ end: { objects: 0, runs: 2 } });
    expect(more).toEqual([]);
  });

  test("a named run takes the runs along that clients made inside of it; an experiment its own", async () => {
    const repo = gitRepo();
    const outer = await addRun(repo, { name: "outer" });
    await addRun(repo, { name: "inner", commandId: outer });
    await addRun(repo, { name: "other", experiment: "digits" });
    expect((await mlx(repo, "runs export outer --json")).json).toMatchObject({
      runs: 2,
      objects: 0,
      skipped: [],
    });
    expect((await mlx(repo, "runs export --experiment digits --force --json")).json).toMatchObject({
      runs: 1,
    });
    expect((await mlx(repo, "runs export --experiment digit --force --json")).error).toMatchObject({
      exitCode: 2,
    });
  });

  test("running runs are left out with a note, and refused by name", async () => {
    const repo = gitRepo();
    await addRun(repo, { name: "done" });
    const id = await addRun(repo, { name: "still", running: true });
    const all = await mlx(repo, "runs export --all");
    expect(all.stdout).toContain("exported 1 run ");
    expect(all.stderr).toContain(id);
    const named = await mlx(repo, "runs export still --force --json");
    expect(named.error).toMatchObject({ code: "MLX_RUN_UNFINISHED", exitCode: 2 });
  });

  test("--artifacts carries the bytes, each object once, in pieces of at most a mebibyte", async () => {
    const repo = gitRepo();
    const large = "0123456789abcdef".repeat(100_000);
    await addRun(repo, { name: "a", artifacts: { "model.bin": large, "empty.txt": "" } });
    await addRun(repo, { name: "b", artifacts: { "again.bin": large } });
    expect((await mlx(repo, "runs export --all --artifacts --json")).json).toMatchObject({
      runs: 2,
      objects: 2,
      bytes: large.length,
    });
    expect(linesOf(repo).filter((line) => "object" in line)).toHaveLength(3);
    const other = gitRepo();
    const { json } = await mlx(other, ["runs", "import", repo.path("runs.mlxruns"), "--json"]);
    expect(json).toMatchObject({ added: 2, merged: 0, unchanged: 0, refused: [], objects: 2 });
    expect(cachedObjects(other)).toEqual(digests(large, ""));
  });

  test("bytes that are not cached are named, and no file is written", async () => {
    const repo = gitRepo();
    await addRun(repo, { artifacts: { "model.bin": "weights" } });
    dropObject(repo.path(".mlx/cache"), "weights");
    const { error } = await mlx(repo, "runs export --all --artifacts --json");
    expect(error).toMatchObject({ code: "MLX_NOT_CACHED", exitCode: 3 });
    expect(error.message).toContain("model.bin");
    expect(repo.exists("runs.mlxruns")).toBe(false);
  });

  test("an existing file is replaced only with --force; a dry run writes nothing", async () => {
    const repo = gitRepo({ "runs.mlxruns": "mine" });
    await addRun(repo);
    expect((await mlx(repo, "runs export --all --json")).error).toMatchObject({
      code: "MLX_DESTINATION_EXISTS",
    });
    expect((await mlx(repo, "runs export --all --force --dry-run")).stdout).toContain("would export 1 run");
    expect(repo.read("runs.mlxruns")).toBe("mine");
    await must(repo, "runs export --all --force");
    expect(linesOf(repo)).toHaveLength(3);
  });

  test("what a killed export left beside the file goes with the next one; another's draft stays", async () => {
    const repo = gitRepo();
    await addRun(repo);
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    const left = `.runs.mlxruns.${identityName({ ...ownIdentity(), pid: dead, start: 1 })}.mlx-tmp`;
    const others = ".runs.mlxruns.000000000000-1-1.mlx-tmp";
    repo.write({ [left]: "half", [others]: "half" });
    await must(repo, "runs export --all");
    expect([repo.exists(left), repo.exists(others)]).toEqual([false, true]);
  });

  test("without a choice it asks which runs are meant", async () => {
    const { error } = await mlx(gitRepo(), "runs export --json");
    expect(error).toMatchObject({ code: "MLX_USAGE", exitCode: 2 });
  });

  test("equal ledgers give equal files", async () => {
    const [one, two] = [gitRepo(), gitRepo()];
    for (const repo of [one, two]) {
      await addRun(repo, { params: { "10": "a", "9": "b", é: "c" }, tags: { team: "x" } });
      await must(repo, "runs export --all");
    }
    const [a, b] = [one, two].map((repo) => sha256Of(readFileSync(repo.path("runs.mlxruns"))));
    expect(a).toBe(b);
    expect(await contentsOf(one)).toEqual(await contentsOf(two));
  });
});

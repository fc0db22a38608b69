import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo, plainFolder } from "../support/repo.js";

test("one screen shows the repository, its data, its remotes and its cache", async () => {
  const repo = gitRepo({ "mlx.yaml": "remotes: {origin: {url: s3://bucket}}\ndefaultRemote: origin\n" });
  const { code, stdout, stderr } = await mlx(repo, "status");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`Repository\n  ${repo.root}\n  branch main, no commits yet\n`);
  expect(stdout).toContain("Data\n  nothing is tracked yet");
  expect(stdout).toContain("Remotes\n  origin  s3://bucket  default\n");
  expect(stdout).toContain("Cache\n  .mlx/cache (empty), files by reflink, else copy\n");
});

test("--json holds the same", async () => {
  const repo = gitRepo({ "mlx.yaml": "cache: {link: symlink}\n" });
  const commit = repo.commit();
  const { json } = await mlx(repo, "status --json");
  expect(json).toMatchObject({
    schemaVersion: 1,
    repository: { root: repo.root, branch: "main", commit, detached: false, bare: false, shallow: false },
    data: { clean: true, tracked: 0, entries: [] },
    remotes: [],
    cache: { dir: repo.path(".mlx/cache"), shared: false, link: ["symlink"] },
  });
});

test("data that differs from its pointer is named", async () => {
  const repo = gitRepo({ "data.csv": "a,b\n" });
  expect((await mlx(repo, "data add data.csv")).code).toBe(0);
  repo.write({ "data.csv": "changed\n" });
  const { code, stdout } = await mlx(repo, "status");
  expect(code).toBe(0);
  expect(stdout).toContain("1 tracked path, 1 not clean");
  expect(stdout).toContain("data.csv: modified");
});

test("a detached HEAD, a shallow clone and a bare one are told", async () => {
  const repo = gitRepo({ "a.txt": "" });
  const commit = repo.commit();
  repo.commit("second");
  repo.git("checkout", "--quiet", commit);
  expect((await mlx(repo, "status")).stdout).toContain(`detached HEAD at ${commit.slice(0, 10)}`);
  const shallow = repo.clone("--depth=1");
  expect((await mlx(shallow, "status")).stdout).toContain("(shallow clone)");
  const bare = repo.clone("--bare");
  const { code, stdout } = await mlx(bare, "status");
  expect(code).toBe(0);
  expect(stdout).toContain("(bare)");
});

test("an invalid configuration does not keep the rest from being shown; it is told once, exit 2", async () => {
  const repo = gitRepo({ "mlx.yaml": "remots: {}\n" });
  const { code, stdout, stderr } = await mlx(repo, "status");
  expect(code).toBe(2);
  expect(stdout).toContain("branch main");
  expect(stderr.match(/did you mean remotes\?/g)).toHaveLength(1);
});

test("outside of a repository it exits 2", async () => {
  expect((await mlx(plainFolder(), "status --json")).error.code).toBe("MLX_NOT_A_REPOSITORY");
});

test("runs are counted by how they ended, and the last one is named; to look makes no ledger", async () => {
  const repo = gitRepo();
  expect((await mlx(repo, "status")).stdout).toContain("Runs\n  none yet; record one: mlx run -- COMMAND\n");
  expect(repo.exists(".mlx/ledger.db")).toBe(false);
  await mlx(repo, "run --name good -- true");
  await mlx(repo, "run --name bad -- false");
  const { stdout } = await mlx(repo, "status");
  expect(stdout).toMatch(
    /Runs\n {2}2 in all: 1 finished, 1 failed\n {2}last: [0-9A-Z]{8} bad, failed, just now\n/,
  );
  expect((await mlx(repo, "status --json")).json["runs"]).toMatchObject({
    total: 2,
    counts: { finished: 1, failed: 1 },
    last: { name: "bad", status: "failed" },
  });
});

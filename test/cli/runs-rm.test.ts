import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { seedRuns } from "../support/seeded-runs.js";

const listed = async (repo: TestRepo, options = ""): Promise<string[]> =>
  JSON.parse(await must(repo, `runs list --json ${options}`)).runs.map(({ name }: { name: string }) => name);

test("a deleted run is hidden and can be brought back", async () => {
  const repo = gitRepo();
  await seedRuns(repo, [{ name: "a" }, { name: "b" }]);
  expect(await must(repo, "runs rm a")).toMatch(/^deleted \S{8} a\n$/);
  expect(await listed(repo)).toEqual(["b"]);
  const hidden = await mlx(repo, "runs compare a b --json");
  expect(hidden.error).toMatchObject({
    code: "MLX_RUN_NOT_FOUND",
    message: expect.stringContaining("was deleted"),
  });
  expect(await must(repo, "runs show a")).toContain("deleted");
  await must(repo, "runs rm --restore a");
  expect(await listed(repo)).toEqual(["b", "a"]);
});

test("the client runs inside a command go with it, and come back with it", async () => {
  const repo = gitRepo();
  const [command] = await seedRuns(repo, [{ name: "train" }]);
  if (command === undefined) throw new Error("not recorded");
  await seedRuns(repo, [{ name: "inner", kind: "client", commandId: command }]);
  await must(repo, "runs rm train");
  expect(await listed(repo)).toEqual([]);
  await must(repo, "runs rm --restore train");
  expect((await listed(repo)).sort()).toEqual(["inner", "train"]);
});

test("--purge removes deleted runs for good, with the snapshots of their code", async () => {
  const repo = gitRepo({ "a.txt": "a" });
  const commit = repo.commit();
  const [a, b] = await seedRuns(repo, [{ name: "a" }, { name: "b" }]);
  for (const id of [a, b]) repo.git("update-ref", `refs/mlx/runs/${id}`, commit);
  const early = await mlx(repo, "runs rm --purge a --json");
  expect([early.code, early.error.code]).toEqual([2, "MLX_RUN_NOT_FOUND"]);
  expect(early.error.message).toContain("is not deleted");
  await must(repo, "runs rm a");
  await must(repo, "runs rm --purge a");
  expect(await listed(repo, "--all")).toEqual(["b"]);
  expect(repo.git("for-each-ref", "--format=%(refname)", "refs/mlx")).toBe(`refs/mlx/runs/${b}`);
});

test("--purge without names removes every deleted run", async () => {
  const repo = gitRepo();
  await seedRuns(repo, [{ name: "a" }, { name: "b" }, { name: "c" }]);
  await must(repo, "runs rm a b");
  expect(JSON.parse(await must(repo, "runs rm --purge -n --json"))).toMatchObject({
    action: "purged",
    dryRun: true,
    runs: [{ name: "b" }, { name: "a" }],
  });
  expect(await listed(repo, "--all")).toHaveLength(3);
  await must(repo, "runs rm --purge");
  expect(await listed(repo, "--all")).toEqual(["c"]);
  expect((await mlx(repo, "runs rm --purge")).stderr).toContain("nothing to purge");
});

test("a run under way is refused, and nothing else is deleted with it", async () => {
  const repo = gitRepo();
  await seedRuns(repo, [{ name: "a" }, { name: "live", status: "running" }]);
  const { code, error } = await mlx(repo, "runs rm a live --json");
  expect([code, error.code]).toEqual([2, "MLX_RUN_UNFINISHED"]);
  expect(await listed(repo)).toEqual(["live", "a"]);
});

test("a client's run outside of any command, which nobody may ever end, can be deleted and purged", async () => {
  const repo = gitRepo();
  await seedRuns(repo, [{ name: "a" }, { name: "given up", kind: "client", status: "running" }]);
  await must(repo, ["runs", "rm", "given up"]);
  expect(await listed(repo)).toEqual(["a"]);
  await must(repo, "runs rm --purge");
  expect(await listed(repo, "--all")).toEqual(["a"]);
});

test("a dry run deletes nothing; no name and both ways are refused", async () => {
  const repo = gitRepo();
  await seedRuns(repo, [{ name: "a" }]);
  expect(await must(repo, "runs rm a -n")).toContain("would delete");
  expect(await listed(repo)).toEqual(["a"]);
  expect((await mlx(repo, "runs rm --json")).error.code).toBe("MLX_USAGE");
  expect((await mlx(repo, "runs rm a --purge --restore --json")).error.code).toBe("MLX_USAGE");
});

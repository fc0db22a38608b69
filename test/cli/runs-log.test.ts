import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { onlyRun } from "../support/recorded-runs.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { addRun } from "../support/run-ledger.js";

async function recorded(): Promise<TestRepo> {
  const repo = gitRepo();
  await mlx(repo, ["run", "--name", "mine", "--", "sh", "-c", "printf 'a\\377b'; echo err >&2"]);
  return repo;
}

describe("mlx runs log RUN", () => {
  test("prints what the command printed, by the run's name or a part of its id", async () => {
    const repo = await recorded();
    const { id } = await onlyRun(repo);
    for (const name of ["mine", id, id.slice(-8).toLowerCase()]) {
      const { code, stdout, stderr } = await mlx(repo, ["runs", "log", name]);
      expect([code, stderr]).toEqual([0, ""]);
      expect([...stdout].sort()).toEqual([..."a\ufffdberr\n"].sort());
    }
  });

  test("--json gives it as text", async () => {
    const { json } = await mlx(await recorded(), "runs log mine --json");
    expect(json).toMatchObject({ written: 7, truncated: false, text: expect.stringContaining("err\n") });
  });

  test("says so where there is nothing", async () => {
    const repo = gitRepo();
    await mlx(repo, "run --name quiet -- true");
    const { code, stdout, stderr } = await mlx(repo, "runs log quiet");
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("printed nothing");
  });

  test("names what was probably meant for a run that is not there", async () => {
    const { code, error } = await mlx(await recorded(), "runs log mime --json");
    expect([code, error.code]).toEqual([2, "MLX_RUN_NOT_FOUND"]);
  });

  test("without a run is a usage error", async () => {
    expect((await mlx(gitRepo(), "runs log --json")).error.code).toBe("MLX_USAGE");
  });
});

describe("mlx runs log metric and its kin", () => {
  test("outside of a recorded command need the run to be named", async () => {
    const { code, error } = await mlx(await recorded(), "runs log metric loss 1 --json");
    expect([code, error.code]).toEqual([2, "MLX_NO_CURRENT_RUN"]);
  });

  test("keep files under names that a bundle can carry, and refuse others", async () => {
    const repo = gitRepo({ "a.txt": "a", "b\\c.txt": "b" });
    await addRun(repo, { name: "open", running: true });
    const kept = await mlx(repo, "runs log artifact a.txt --run open --path plots --step 1 --json");
    expect(kept.json).toMatchObject({
      step: 1,
      artifacts: [{ path: "plots/a.txt", size: 1, loggedAt: expect.stringMatching(/^\d{4}-.*Z$/) }],
    });
    for (const words of [
      ["b\\c.txt"],
      ["a.txt", "--path", "../x"],
      ["a.txt", "--path", ".git"],
      ["a.txt", "--path", "/x"],
    ]) {
      const { code, error } = await mlx(repo, [
        "runs",
        "log",
        "artifact",
        ...words,
        "--run",
        "open",
        "--json",
      ]);
      expect([code, error.code]).toEqual([2, "MLX_BAD_NAME"]);
    }
    expect((await onlyRun(repo)).artifacts.map(({ path }) => path)).toEqual(["plots/a.txt"]);
  });

  test("refuse a run that has ended, but for its tags", async () => {
    const repo = await recorded();
    for (const what of ["metric loss 1", "param lr 1", "artifact mlx.yaml"]) {
      expect((await mlx(repo, `runs log ${what} --run mine --json`)).error.code).toBe("MLX_RUN_ENDED");
    }
    expect((await mlx(repo, "runs log tag team x --run mine")).code).toBe(0);
    expect((await onlyRun(repo)).tags).toEqual({ team: "x" });
  });

  test.each([
    ["metric loss", "takes key=value"],
    ["metric loss high", "must be a number"],
    ["metric loss 1 --step 1.5", "--step must be an integer"],
    ["metric loss 1 --timestamp now", "--timestamp must be epoch milliseconds"],
    ["artifact a.bin --metric acc=1", "--metric needs --step"],
  ])("%s is a usage error", async (typed, message) => {
    const { code, error } = await mlx(await recorded(), `runs log ${typed} --run mine --json`);
    expect([code, error.code]).toEqual([2, "MLX_USAGE"]);
    expect(error.message).toContain(message);
  });
});

test("help and completion offer both the runs and the verbs of runs log", async () => {
  const repo = gitRepo();
  const { stdout } = await mlx(repo, "runs log --help");
  expect(stdout).toContain("mlx runs log <run> [--follow] | <command> [options]");
  for (const verb of ["metric", "param", "tag", "artifact"]) expect(stdout).toContain(`  ${verb}`);
  const completed = await mlx(repo, ["completion", "--complete", "--", "runs", "log", "me"]);
  expect(completed.stdout).toContain("metric");
});

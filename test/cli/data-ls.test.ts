import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { digestOf } from "../support/objects.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

async function tracking(): Promise<TestRepo> {
  const repo = gitRepo({ "data/a.csv": "aaaa", "data/d/x/1": "1", "data/d/y": "22" });
  await must(repo, "data add data/a.csv data/d");
  return repo;
}

test("lists tracked files and folders with their sizes", async () => {
  const repo = await tracking();
  const { code, stdout } = await mlx(repo, "data ls");
  expect(code).toBe(0);
  expect(stdout).toMatch(/data\/a\.csv +1 +4 B/);
  expect(stdout).toMatch(/data\/d\/ +2 +3 B/);
  expect((await mlx(repo, "data ls --json")).json["entries"]).toMatchObject([
    { path: "data/a.csv", kind: "file", files: 1, bytes: 4, sha256: digestOf("aaaa"), mode: "644" },
    { path: "data/d", kind: "directory", files: 2, bytes: 3 },
  ]);
});

test("lists the files inside, all of them or those of a part", async () => {
  const repo = await tracking();
  const paths = async (command: string, cwd = ".") => {
    const { stdout } = await mlx(repo, `data ls --jsonl ${command}`, { cwd });
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).path);
  };
  expect(await paths("--recursive")).toEqual(["data/a.csv", "data/d/x/1", "data/d/y"]);
  expect(await paths("data/d/x")).toEqual(["data/d/x/1"]);
  expect(await paths("d/y", "data")).toEqual(["data/d/y"]);
  expect(await paths(".", "data")).toEqual(["data/a.csv", "data/d"]);
});

test("lists a revision, whatever is checked out, in a bare clone too", async () => {
  const repo = await tracking();
  repo.commit();
  repo.git("tag", "v1");
  await must(repo, "data rm --keep-data data/a.csv");
  repo.commit();
  expect((await mlx(repo, "data ls --json")).json["entries"]).toHaveLength(1);
  expect((await mlx(repo, "data ls v1 --json")).json["entries"]).toHaveLength(2);
  expect((await mlx(repo, "data ls v1 data/d --json")).json["entries"]).toHaveLength(1);
  const bare = repo.clone("--bare");
  expect((await mlx(bare, "data ls v1 --json")).json["entries"]).toHaveLength(2);
  expect((await mlx(bare, "data ls --json")).error.code).toBe("MLX_BARE_REPOSITORY");
});

test("what is neither a revision nor tracked is an error that says so", async () => {
  const repo = await tracking();
  repo.commit();
  const { code, error } = await mlx(repo, "data ls data/a.cvs --json");
  expect([code, error.code]).toEqual([2, "MLX_NOT_TRACKED"]);
  expect(error.message).toContain("no revision either");
  expect(error.hint).toBe("did you mean data/a.csv?");
  expect((await mlx(repo, "data ls data/d/nowhere")).code).toBe(2);
});

test("an empty project says how to begin", async () => {
  const { code, stdout, stderr } = await mlx(gitRepo(), "data ls");
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toContain("mlx data add PATH");
});

import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

/** Data `one` committed, then `two` committed, and git back at the first pointer while the data is still `two`. */
async function switchedBack(): Promise<TestRepo> {
  const repo = gitRepo({ "d.bin": "one", "dir/a": "1" });
  await mlx(repo, "data add d.bin dir");
  repo.commit("one");
  repo.write({ "d.bin": "two", "dir/a": "2", "dir/b": "2" });
  await mlx(repo, "data add d.bin dir");
  repo.commit("two");
  repo.git("checkout", "--quiet", "HEAD~1");
  return repo;
}

test("status tells data that git left behind from data that was edited", async () => {
  const repo = await switchedBack();
  const { json, stdout } = {
    json: (await mlx(repo, "data status --json")).json,
    stdout: (await mlx(repo, "data status")).stdout,
  };
  expect(json["entries"]).toMatchObject([
    { path: "d.bin", state: "modified", behind: true },
    { path: "dir", state: "modified", behind: true, added: 1, modified: 1 },
  ]);
  expect(stdout).toContain("d.bin  out of date");
  repo.write({ "d.bin": "three" });
  const edited = await mlx(repo, "data status --json");
  expect(edited.json["entries"]).toMatchObject([
    { path: "d.bin", state: "modified" },
    { path: "dir", behind: true },
  ]);
  expect((edited.json["entries"] as object[])[0]).not.toHaveProperty("behind");
});

test("status says which command each of the two wants", async () => {
  const repo = await switchedBack();
  expect((await mlx(repo, "data status")).stderr).toContain("bring their data along with: mlx data pull");
  await mlx(repo, "data checkout");
  expect((await mlx(repo, "data status --check")).code).toBe(0);
  repo.write({ "d.bin": "edited" });
  const { stderr } = await mlx(repo, "data status");
  expect(stderr).toContain("keep your changes with: mlx data add");
  expect(stderr).not.toContain("mlx data pull");
});

test("add warns before data that git left behind takes its pointer back", async () => {
  const repo = await switchedBack();
  const added = await mlx(repo, "data add d.bin");
  expect(added.code).toBe(0);
  expect(added.stderr).toContain("d.bin was not edited");
  repo.write({ "dir/a": "really edited" });
  expect((await mlx(repo, "data add dir")).stderr).not.toContain("was not edited");
});

test("a damaged memory of what agreed is made anew", async () => {
  const repo = await switchedBack();
  repo.write({ ".mlx/agreements.json": "{not json" });
  expect((await mlx(repo, "data status --json")).json["entries"]).toMatchObject([
    { state: "modified" },
    { state: "modified" },
  ]);
  await mlx(repo, "data checkout");
  repo.git("checkout", "--quiet", "-");
  expect((await mlx(repo, "data status --json")).json["entries"]).toMatchObject([
    { behind: true },
    { behind: true },
  ]);
});

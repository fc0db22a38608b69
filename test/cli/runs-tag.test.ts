import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";
import { seedRuns } from "../support/seeded-runs.js";

async function tagged() {
  const repo = gitRepo();
  await seedRuns(repo, [{ name: "a", tags: { team: "x", old: "1" } }]);
  const tags = async () => JSON.parse(await must(repo, "runs tag last --json")).tags;
  return { repo, tags };
}

test("sets, replaces and removes tags; a value may hold = and be empty", async () => {
  const { repo, tags } = await tagged();
  expect(await must(repo, "runs tag a team=y formula=a=b empty= --remove old")).toMatch(
    /set team=y\n.*set formula=a=b/,
  );
  expect(await tags()).toEqual({ team: "y", formula: "a=b", empty: "" });
});

test("renames a run", async () => {
  const { repo } = await tagged();
  await must(repo, ["runs", "tag", "a", "--name", "new name"]);
  expect((await mlx(repo, "runs list --json")).json["runs"]).toMatchObject([{ name: "new name" }]);
});

test("without anything to change it shows the tags", async () => {
  const { repo } = await tagged();
  expect(await must(repo, "runs tag a")).toBe("old=1\nteam=x\n");
});

test("a dry run changes nothing", async () => {
  const { repo, tags } = await tagged();
  expect(await must(repo, "runs tag a team=z --remove old --name b -n")).toContain("would be set team=z");
  expect(await tags()).toEqual({ team: "x", old: "1" });
});

test("mistakes change nothing", async () => {
  const { repo, tags } = await tagged();
  const wrong = async (line: string | string[]) => {
    const { code, error } = await mlx(
      repo,
      typeof line === "string" ? `${line} --json` : [...line, "--json"],
    );
    return [code, error.code];
  };
  expect(await wrong("runs tag a team")).toEqual([2, "MLX_USAGE"]);
  expect(await wrong("runs tag a =x")).toEqual([2, "MLX_USAGE"]);
  expect(await wrong("runs tag a team=y --remove team")).toEqual([2, "MLX_USAGE"]);
  expect(await wrong("runs tag a team=y --remove gone")).toEqual([2, "MLX_TAG_NOT_FOUND"]);
  expect(await wrong(["runs", "tag", "a", "team=y", "--name", " "])).toEqual([2, "MLX_USAGE"]);
  expect(await wrong("runs tag nobody team=y")).toEqual([2, "MLX_RUN_NOT_FOUND"]);
  expect(await tags()).toEqual({ team: "x", old: "1" });
});

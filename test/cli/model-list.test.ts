import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { treesText } from "../support/model-project.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

/** Two models; `penguins` has three versions. */
async function registry(): Promise<TestRepo> {
  const repo = gitRepo({ "m.txt": treesText("other") });
  await must(repo, "model register other m.txt --metric auc=0.75 -m lonely");
  for (const version of ["1", "2", "3"]) {
    repo.write({ "m.txt": treesText(version) });
    await must(repo, [
      ...["model", "register", "penguins", "m.txt", "-m", `made ${version}`],
      ...["--metric", `accuracy=0.9${version}`, "--metric", "loss=0.1", "--metric", "f1=0.8"],
    ]);
  }
  return repo;
}

test("every model is a row: latest version, format, size, main figures, when and who", async () => {
  const repo = await registry();
  const lines = (await must(repo, "model list")).split("\n");
  expect(lines[0]).toMatch(/^model +latest +aliases +format +size +figures +when +who$/);
  expect(lines[1]).toMatch(/^other +1 +lightgbm +\d+ B +auc 0.75 +just now +Test Person$/);
  expect(lines[2]).toMatch(/^penguins +3 +lightgbm +\d+ B +accuracy 0.93, f1 0.8, \+1 +just now/);
  const { json } = await mlx(repo, "model list --json");
  expect(json["models"]).toMatchObject([
    { name: "other", versions: 1, aliases: {}, latest: { version: "1" } },
    {
      name: "penguins",
      versions: 3,
      latest: { version: "3", metrics: { accuracy: 0.93, loss: 0.1, f1: 0.8 } },
    },
  ]);
});

test("of one model every version is a row, the latest first", async () => {
  const repo = await registry();
  const lines = (await must(repo, "model list penguins")).split("\n");
  expect(lines.slice(1).map((line) => line.split(" ")[0])).toEqual(["3", "2", "1", ""]);
  expect(lines[1]).toMatch(/made 3$/);
  const { json } = await mlx(repo, "model list penguins --json");
  expect(json["versions"]).toMatchObject([
    {
      ...{ version: "3", damaged: false, aliases: [], archived: false, format: "lightgbm", files: 1 },
      ...{ scan: "ok", run: null, commit: null, message: "made 3", author: { email: "test@example.com" } },
      missing: ["run", "commit", "data", "parameters", "environment"],
    },
    { version: "2" },
    { version: "1" },
  ]);
});

test("in a narrow terminal aliases stay whole; columns that find no room are named", async () => {
  const repo = await registry();
  for (const alias of ["champion", "staging", "production"])
    await must(repo, `model promote penguins@3 --to ${alias}`);
  const { stdout, stderr } = await mlx(repo, "model list --no-color", { columns: 80 });
  expect(stdout).toContain("champion 3, production 3, staging 3");
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(stderr).toMatch(/no room for .*size.*; --json has it all/);
  const narrow = await mlx(repo, "model list --no-color", { columns: 50 });
  expect(narrow.stdout.split("\n").filter((line) => line.length > 50)).toEqual([]);
  expect((await mlx(repo, "model list", { columns: 200 })).stderr).toBe("");
});

describe("archived versions", () => {
  test("are left out without --all, and said to be; the latest is then the one before", async () => {
    const repo = await registry();
    await must(repo, "model archive penguins@3 -m wrong");
    const listed = await mlx(repo, "model list penguins");
    expect(listed.stdout).not.toContain("made 3");
    expect(listed.stderr).toContain("1 archived version left out: --all shows them");
    expect(await must(repo, "model list penguins --all")).toMatch(/^3 +archived/m);
    expect(await must(repo, "model list")).toMatch(/^penguins +2 /m);
  });

  test("of which a model has no others leave it out", async () => {
    const repo = await registry();
    await must(repo, "model archive other@1 -m old");
    const { stdout, stderr } = await mlx(repo, "model list");
    expect(stdout).not.toContain("other");
    expect(stderr).toContain("1 model left out");
    expect(await must(repo, "model list --all")).toMatch(/^other +1 /m);
  });
});

test("a record that cannot be read is told in its row, and the others are shown", async () => {
  const repo = await registry();
  writeFileSync(repo.path("models/penguins/versions/2.json"), "{}\n");
  expect(await must(repo, "model list penguins")).toMatch(/^2 +damaged$/m);
  const { json } = await mlx(repo, "model list penguins --json");
  expect(json["versions"]).toMatchObject([{ damaged: false }, { version: "2", damaged: true }, {}]);
});

test("an empty registry and a name that is not there are told with what to do", async () => {
  const empty = await mlx(gitRepo(), "model list");
  expect([empty.code, empty.stderr]).toEqual([0, expect.stringContaining("mlx model register NAME PATH")]);
  const { code, error } = await mlx(await registry(), "model list pinguins --json");
  expect([code, error.code, error.hint]).toEqual([
    2,
    "MLX_NOT_PUBLISHED",
    expect.stringContaining("did you mean penguins?"),
  ]);
});

test("what people keep in models/ is neither looked into nor taken for a model", async () => {
  const repo = gitRepo({
    "m.txt": treesText(),
    "models/weights/versions.bin": "w",
    "models/deep/a/b/c.bin": "x",
  });
  await must(repo, "model register m m.txt");
  const { json } = await mlx(repo, "model list --json");
  expect(json["models"]).toMatchObject([{ name: "m" }]);
});

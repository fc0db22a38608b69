import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { dataProject, dropObject, must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";
import { addRun, withLedger } from "../support/run-ledger.js";
import { tempFolder } from "../support/temp-folder.js";

const artifacts = { "outputs/model.json": "{}", "plots/a.svg": "<svg/>", "plots/b.svg": "<svg></svg>" };

test("writes all artifacts, or those that are named", async () => {
  const repo = gitRepo();
  await addRun(repo, { artifacts });
  expect(await must(repo, "runs get train --to out")).toContain("wrote 3 files");
  expect(repo.read("out/outputs/model.json")).toBe("{}");
  await must(repo, "runs get train plots/ outputs/model.json --to some");
  expect([repo.exists("some/plots/b.svg"), repo.exists("some/outputs/model.json")]).toEqual([true, true]);
  await must(repo, "runs get train plots/a.svg --to one");
  expect([repo.exists("one/plots/a.svg"), repo.exists("one/plots/b.svg")]).toEqual([true, false]);
});

test("one artifact that is named whole goes to the file of its name, or to one that is there", async () => {
  const repo = gitRepo({ "now.json": "old", "model.json": "old" });
  await addRun(repo, { artifacts });
  const refused = await mlx(repo, "runs get train outputs/model.json --to model.json --json");
  expect([refused.code, refused.error.code]).toEqual([2, "MLX_DESTINATION_EXISTS"]);
  await must(repo, "runs get train outputs/model.json --to model.json --force");
  const { json } = await mlx(repo, "runs get train outputs/model.json --to now.json --force --json");
  expect(json).toMatchObject({ file: repo.path("now.json"), files: [{ path: "outputs/model.json" }] });
  await must(repo, "runs get train outputs/model.json --to deep/er/model.json");
  const files = ["model.json", "now.json", "deep/er/model.json"];
  expect(files.map((file) => repo.read(file))).toEqual(["{}", "{}", "{}"]);
  await must(repo, "runs get train outputs/model.json --to folder/model.json/");
  expect(repo.read("folder/model.json/outputs/model.json")).toBe("{}");
});

test("what is there is not overwritten without --force", async () => {
  const repo = gitRepo({ "out/outputs/model.json": "mine" });
  await addRun(repo, { artifacts });
  const { code, error } = await mlx(repo, "runs get train --to out --json");
  expect([code, error.code]).toEqual([2, "MLX_DESTINATION_EXISTS"]);
  expect([repo.read("out/outputs/model.json"), repo.exists("out/plots")]).toEqual(["mine", false]);
  await must(repo, "runs get train --to out --force");
  expect(repo.read("out/outputs/model.json")).toBe("{}");
});

test("a file that was written is the reader's own: changing it does not touch the cache", async () => {
  const repo = gitRepo();
  await addRun(repo, { artifacts });
  await must(repo, "runs get train --to out");
  repo.write({ "out/outputs/model.json": "changed" });
  await must(repo, "runs get train --to again");
  expect(repo.read("again/outputs/model.json")).toBe("{}");
});

test("bytes that the cache lacks come from a remote; where there is none that is said", async () => {
  const { repo, store } = await dataProject({ "data.txt": "{}" }, ["data.txt"], { push: true });
  await addRun(repo, { artifacts: { "outputs/model.json": "{}" } });
  dropObject(repo.path(".mlx/cache"), "{}");
  await must(repo, "runs get train --to out");
  expect(repo.read("out/outputs/model.json")).toBe("{}");
  dropObject(repo.path(".mlx/cache"), "{}");
  dropObject(store, "{}");
  const lost = await mlx(repo, "runs get train --to lost --json");
  expect([lost.code, lost.error.code, repo.exists("lost")]).toEqual([3, "MLX_TRANSFER_INCOMPLETE", false]);
  const alone = gitRepo();
  await addRun(alone, { artifacts });
  dropObject(alone.path(".mlx/cache"), "{}");
  expect((await mlx(alone, "runs get train --to out --json")).error.code).toBe("MLX_NOT_CACHED");
});

test("no artifact leaves the folder: not by its path, not through a link", async () => {
  const repo = gitRepo();
  const outside = tempFolder();
  const id = await addRun(repo, { artifacts: { "ok.txt": "ok" } });
  // mlx stores no such path; a ledger that somebody tampered with may hold one.
  const evil = (path: string) => {
    const database = new Sqlite(repo.path(".mlx/ledger.db"));
    const row = database.prepare("INSERT INTO artifacts SELECT num, ?, ?, 2, 0 FROM runs WHERE id = ?");
    expect(row.run(path, sha256Of("ok"), id).changes).toBe(1);
    database.close();
  };
  for (const path of ["../x.txt", "/tmp/x.txt", "a/../../x.txt", "..\\x.txt", ".git/hooks/post-checkout"]) {
    evil(path);
    const refused = await mlx(repo, ["runs", "get", "train", path, "--to", "out", "--json"]);
    expect([path, refused.code, refused.error.code]).toEqual([path, 2, "MLX_BAD_NAME"]);
    await withLedger(repo, (ledger) => ledger.removeArtifacts(id, path));
  }
  expect(repo.exists("out")).toBe(false);
  evil("link/x.txt");
  repo.write({ "out/keep": "" });
  symlinkSync(outside, repo.path("out/link"));
  const through = await mlx(repo, "runs get train --to out --json");
  expect([through.code, through.error.code]).toEqual([3, "MLX_CHECKOUT_INCOMPLETE"]);
  expect(existsSync(join(outside, "x.txt"))).toBe(false);
});

test("writes the log, unpacked", async () => {
  const repo = gitRepo();
  await must(repo, ["run", "--name", "talk", "--", process.execPath, "-e", "console.log('hello')"]);
  await must(repo, "runs get talk --log --to out");
  expect(readFileSync(repo.path("out/output.log"), "utf8")).toBe("hello\n");
});

test("a dry run lists what it would write; what is not there is named", async () => {
  const repo = gitRepo();
  await addRun(repo, { artifacts });
  await addRun(repo, { name: "empty" });
  expect(await must(repo, "runs get train --to out -n")).toContain("outputs/model.json\nplots/a.svg");
  expect(repo.exists("out")).toBe(false);
  const typo = await mlx(repo, "runs get train plots/a.svgg --to out --json");
  expect([typo.code, typo.error.code, typo.error.hint]).toEqual([
    2,
    "MLX_ARTIFACT_NOT_FOUND",
    "did you mean plots/a.svg?",
  ]);
  expect((await mlx(repo, "runs get empty --to out --json")).error.code).toBe("MLX_ARTIFACT_NOT_FOUND");
  expect((await mlx(repo, "runs get empty --log --to out --json")).error.code).toBe("MLX_ARTIFACT_NOT_FOUND");
});

import { readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { cachedObjects, must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { fixtureBytes } from "../support/model-fixtures.js";
import { detailsOf, registered, safetensors, treesText, versionsOf } from "../support/model-project.js";
import { gitRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

describe("a file", () => {
  test("becomes a version: a frozen list, an event and a record, its bytes in the cache, the file as it was", async () => {
    const repo = gitRepo({ "out/trees.txt": treesText() });
    const before = statSync(repo.path("out/trees.txt"));
    const { code, stdout, stderr } = await mlx(repo, [
      ...["model", "register", "penguins", "out/trees.txt", "-m", "first"],
    ]);
    expect([code, stdout]).toEqual([
      0,
      "registered penguins@1, 1 file, 81 B, lightgbm: models/penguins/versions/1.yaml\n",
    ]);
    expect(stderr).toContain("git add .gitattributes models/penguins && git commit");
    const digest = sha256Of(treesText());
    expect(repo.read("models/penguins/versions/1.yaml")).toBe(
      `mlx: 1\nkind: directory\nentries: |\n  ${digest} 81 644 trees.txt\n`,
    );
    expect(cachedObjects(repo)).toEqual([digest]);
    const after = statSync(repo.path("out/trees.txt"));
    expect([after.mtimeMs, after.ino, after.mode]).toEqual([before.mtimeMs, before.ino, before.mode]);
    expect(repo.exists("out/trees.txt.mlx")).toBe(false);
    expect(repo.read(".gitattributes")).toContain("models/*/versions/* -text");
    const record = JSON.parse(repo.read("models/penguins/versions/1.json"));
    expect(record).toMatchObject({ noun: "model", name: "penguins", version: "1", message: "first" });
    expect(record.details).toMatchObject({
      artifacts: [{ path: "trees.txt", sha256: digest, size: 81, format: "lightgbm" }],
      ...{ files: 1, bytes: 81, format: "lightgbm", scan: { verdict: "ok", rules: [] } },
      missing: ["run", "commit", "data", "parameters", "environment"],
    });
    expect(await must(repo, "registry verify penguins")).toContain("intact");
  });

  test("that git tracks, that git ignores, or that lies outside of the repository is taken all the same", async () => {
    const outside = gitRepo({ "model.safetensors": safetensors() });
    const repo = gitRepo({ "m.txt": treesText(), ".gitignore": "n.txt\n", "n.txt": treesText("two") });
    repo.commit();
    await must(repo, "model register tracked m.txt");
    await must(repo, "model register ignored n.txt");
    await must(repo, ["model", "register", "outside", outside.path("model.safetensors")]);
    expect(detailsOf(repo, "outside", 1)).toMatchObject({
      format: "safetensors",
      facts: { tensors: expect.any(Number), parameters: expect.any(Number) },
    });
    expect(repo.git("status", "--porcelain", "m.txt")).toBe("");
  });

  test("that a pointer tracks is taken by its path, also where it is not checked out", async () => {
    const repo = gitRepo({ "m.txt": treesText(), "dir/a.txt": "a", "dir/sub/b.txt": "b" });
    await must(repo, "data add m.txt dir");
    await must(repo, "model register one m.txt");
    repo.remove("m.txt");
    repo.remove("dir");
    await must(repo, "model register two m.txt");
    await must(repo, "model register three m.txt.mlx");
    await must(repo, "model register four dir");
    await must(repo, "model register five dir/sub");
    const frozen = (name: string) => repo.read(`models/${name}/versions/1.yaml`);
    expect(frozen("two")).toBe(frozen("one"));
    expect(frozen("three")).toBe(frozen("one"));
    expect(frozen("four")).toMatch(/ a\.txt\n.* sub\/b\.txt\n/);
    expect(frozen("five")).toMatch(/ 1 644 b\.txt\n$/);
  });

  test("keeps its mode, and a link that a checkout put in its place is data", async () => {
    const repo = gitRepo({ "run.sh": "#!/bin/sh\n", "m.txt": treesText() });
    await must(repo, "data add m.txt");
    repo.remove("m.txt");
    await must(repo, "data checkout --link symlink m.txt");
    await must(repo, "model register penguins m.txt");
    expect(detailsOf(repo, "penguins", 1)).toMatchObject({ bytes: 81 });
  });
});

describe("folders and several paths", () => {
  test("one folder gives what is in it; several sources keep their names", async () => {
    const repo = gitRepo({ "lora/adapter_config.json": "{}", "lora/sub/w.bin": "w", "card.md": "card" });
    await must(repo, "model register one lora/");
    await must(repo, "model register two lora card.md");
    const paths = (name: string) =>
      [...repo.read(`models/${name}/versions/1.yaml`).matchAll(/ 644 (.*)\n/g)].map(([, path]) => path);
    expect(paths("one")).toEqual(["adapter_config.json", "sub/w.bin"]);
    expect(paths("two")).toEqual(["card.md", "lora/adapter_config.json", "lora/sub/w.bin"]);
  });

  test("pointers in a folder stand for their files; what mlx writes beside them is left out", async () => {
    const repo = gitRepo({ "out/a.txt": "a", "out/b.txt": "b", "out/c.txt": "c" });
    await must(repo, "data add out/a.txt out/b.txt");
    repo.remove("out/b.txt");
    await must(repo, "model register m out");
    const { artifacts } = detailsOf(repo, "m", 1);
    expect(artifacts).toMatchObject([{ path: "a.txt" }, { path: "b.txt" }, { path: "c.txt" }]);
  });

  test("two files of one name are refused, and nothing is written", async () => {
    const repo = gitRepo({ "a/m.txt": "a", "b/m.txt": "b" });
    const { code, error } = await mlx(repo, "model register m a/m.txt b/m.txt --json");
    expect([code, error.code]).toEqual([2, "MLX_BAD_NAME"]);
    expect(repo.exists("models")).toBe(false);
  });

  test("more than 5,000 files are a tree of lists; the record names the first 1,000", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 5_001 }, (_, index) => [`big/${index % 7}/f${index}.txt`, `text ${index}`]),
    );
    const repo = gitRepo(files);
    await must(repo, "model register big big");
    expect(repo.read("models/big/versions/1.yaml")).toMatch(
      /^mlx: 1\nkind: directory\ntree: [0-9a-f]{64}\n$/,
    );
    const details = detailsOf(repo, "big", 1);
    expect(details).toMatchObject({ files: 5_001 });
    expect(details["artifacts"]).toHaveLength(1_000);
    await must(repo, "data gc --apply");
    const to = tempFolder();
    await must(repo, ["model", "pull", "big@1", "--to", `${to}/out`]);
    expect(readFileSync(`${to}/out/0/f0.txt`, "utf8")).toBe("text 0");
  });
});

describe("what a person adds", () => {
  test("metrics, data, prompts, tags, base model, adapters and license are kept", async () => {
    const repo = gitRepo({ "m.txt": treesText(), "t.csv": "1\n", "u.csv": "2\n" });
    await must(repo, "data add t.csv");
    repo.remove("t.csv");
    await must(repo, [
      ...["model", "register", "m", "m.txt", "--metric", "accuracy=0.91", "--metric", "loss=1e-3"],
      ...["--data", "t.csv", "--data", "u.csv", "--tag", "team=a", "--base-model", "org/base"],
      ...["--adapter", "org/a", "--adapter", "org/b", "--license", "MIT"],
    ]);
    expect(detailsOf(repo, "m", 1)).toMatchObject({
      metrics: { accuracy: 0.91, loss: 0.001 },
      data: { "t.csv": sha256Of("1\n"), "u.csv": sha256Of("2\n") },
      ...{ tags: { team: "a" }, baseModel: "org/base", adapters: ["org/a", "org/b"], license: "MIT" },
      missing: ["run", "commit", "parameters", "environment"],
    });
  });

  test("the base model of a LoRA adapter comes from its configuration", async () => {
    const repo = gitRepo({
      "lora/adapter_config.json": fixtureBytes("good/adapter_config.json"),
      "lora/adapter_model.safetensors": fixtureBytes("good/adapter_model.safetensors"),
    });
    await must(repo, "model register lora lora");
    const details = detailsOf(repo, "lora", 1);
    const config = JSON.parse(repo.read("lora/adapter_config.json"));
    expect(details).toMatchObject({
      ...{ baseModel: config.base_model_name_or_path, format: "safetensors" },
      facts: { lora: { rank: config.r } },
    });
  });

  test("a metric that is no number, data that is nowhere and a prompt without a version are refused", async () => {
    const repo = gitRepo({ "m.txt": treesText() });
    const codes = async (...words: string[]) => {
      const { code, error } = await mlx(repo, ["model", "register", "m", "m.txt", ...words, "--json"]);
      return [code, error.code];
    };
    expect(await codes("--metric", "accuracy=high")).toEqual([2, "MLX_USAGE"]);
    expect(await codes("--metric", "accuracy=NaN")).toEqual([2, "MLX_USAGE"]);
    expect(await codes("--data", "nowhere.csv")).toEqual([2, "MLX_NO_SUCH_FILE"]);
    expect(await codes("--prompt", "answer")).toEqual([2, "MLX_REFERENCE"]);
    expect(await codes("--prompt", "answer@1.0.0")).toEqual([2, "MLX_NOT_PUBLISHED"]);
    expect(await codes("-m", " ")).toEqual([2, "MLX_USAGE"]);
    expect(repo.exists("models")).toBe(false);
  });
});

describe("a new model", () => {
  test("gets a model.yaml without gates that names the owner; a later version leaves it alone", async () => {
    const repo = gitRepo({ "m.txt": treesText() });
    await must(repo, "model register m m.txt");
    const text = repo.read("models/m/model.yaml");
    expect(text).toContain('owners: ["test@example.com"]');
    expect(text).not.toMatch(/^gates:/m);
    repo.write({ "models/m/model.yaml": "owners: [a@example.com]\n", "m.txt": treesText("two") });
    await must(repo, "model register m m.txt");
    expect(repo.read("models/m/model.yaml")).toBe("owners: [a@example.com]\n");
  });

  test.each([
    ["a/b", "folders"],
    ["../up", "folders"],
    ["..", "a name is"],
    [".hidden", "a name is"],
    ["m@1", "@"],
    ["model.yaml", "reads as a file"],
    ["_mine", "kept for mlx"],
    ["con", "reads as a file"],
    ["", "a name is"],
  ])("is not called %j", async (name, why) => {
    const repo = gitRepo({ "m.txt": treesText() });
    const { code, error } = await mlx(repo, ["model", "register", name, "m.txt", "--json"]);
    expect([code, error.code]).toEqual([2, "MLX_MODEL_NAME"]);
    expect(error.message).toContain(why);
    expect(repo.exists("models")).toBe(false);
  });

  test("is not called as another one in other capitals", async () => {
    const repo = gitRepo({ "m.txt": treesText() });
    await must(repo, "model register Penguins m.txt");
    const { code, error } = await mlx(repo, "model register penguins m.txt --json");
    expect([code, error.code]).toEqual([2, "MLX_MODEL_NAME"]);
    expect(error.hint).toContain("Penguins");
  });

  test("is refused where git would not see its versions, or where they would lie in tracked data", async () => {
    const repo = gitRepo({ "m.txt": treesText(), ".gitignore": "models/\n" });
    expect((await mlx(repo, "model register m m.txt --json")).error.code).toBe("MLX_POINTER_IGNORED");
    const other = gitRepo({ "m.txt": treesText(), "models/big.bin": "b" });
    await must(other, "data add models");
    expect((await mlx(other, "model register m m.txt --json")).error.code).toBe("MLX_NESTED_POINTER");
  });
});

describe("again", () => {
  test("the same files with the same lineage are not registered; with another figure they are", async () => {
    const repo = gitRepo({ "m.txt": treesText() });
    await must(repo, "model register m m.txt --metric accuracy=0.9 -m one");
    const again = await registered(repo, ["m", "m.txt", "--metric", "accuracy=0.9", "-m", "two"]);
    expect(again).toMatchObject({ outcome: "unchanged", version: "1", files: [] });
    expect(await versionsOf(repo, "m")).toEqual(["1"]);
    const other = await registered(repo, ["m", "m.txt", "--metric", "accuracy=0.95"]);
    expect(other).toMatchObject({ outcome: "registered", version: "2" });
    expect(await versionsOf(repo, "m")).toEqual(["2", "1"]);
  });

  test("other files are the next version, whose event follows the one before", async () => {
    const repo = gitRepo({ "m.txt": treesText() });
    await must(repo, "model register m m.txt");
    repo.write({ "m.txt": treesText("two") });
    await must(repo, "model register m m.txt");
    expect(await versionsOf(repo, "m")).toEqual(["2", "1"]);
    expect(await must(repo, "registry verify m")).toContain("intact");
  });

  test("two registrations at once get two numbers", async () => {
    const repo = gitRepo({ "a.txt": treesText("a"), "b.txt": treesText("b") });
    const both = await Promise.all([registered(repo, ["m", "a.txt"]), registered(repo, ["m", "b.txt"])]);
    expect(both.map(({ version }) => version).sort()).toEqual(["1", "2"]);
    expect(await must(repo, "registry verify m")).toContain("intact");
  });
});

test("--dry-run says the same and writes nothing, not even into the cache", async () => {
  const repo = gitRepo({ "m.txt": treesText() });
  const { code, stdout } = await mlx(repo, "model register m m.txt --dry-run");
  expect([code, stdout]).toEqual([
    0,
    "would register m@1, 1 file, 81 B, lightgbm: models/m/versions/1.yaml\n",
  ]);
  const planned = await registered(repo, ["m", "m.txt", "--dry-run"]);
  expect(planned["files"]).toEqual([
    ...["models/m/model.yaml", "models/m/versions/1.yaml"],
    ...[expect.stringMatching(/^models\/m\/events\/.*\.json$/), "models/m/versions/1.json"],
  ]);
  expect(repo.exists("models")).toBe(false);
  expect(cachedObjects(repo)).toEqual([]);
});

test("the version, the files, the lineage and what is missing are one JSON document", async () => {
  const repo = gitRepo({ "m.txt": treesText() });
  const document = await registered(repo, ["m", "m.txt"]);
  expect(document).toMatchObject({
    ...{ schemaVersion: 1, name: "m", version: "1", outcome: "registered", dryRun: false, run: null },
    details: { format: "lightgbm" },
    warnings: [],
  });
  expect(document["missing"]).toEqual(["run", "commit", "data", "parameters", "environment"]);
  expect(document["gaps"]).toContainEqual({
    part: "data",
    what: "which data it was trained on",
    fill: expect.stringContaining("--data PATH"),
  });
});

test("without a path and without a run it says what to name", async () => {
  const { code, error } = await mlx(gitRepo(), "model register m --json");
  expect([code, error.code, error.hint]).toEqual([2, "MLX_USAGE", expect.stringContaining("--run")]);
});

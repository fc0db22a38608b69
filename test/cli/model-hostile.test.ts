import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { changes, modelSettings, promote, registeredModel } from "../support/registered-model.js";
import type { TestRepo } from "../support/repo.js";
import { mlxUnprivileged } from "../support/unprivileged.js";

const settings = "models/penguins/model.yaml";
const demanding = modelSettings(["{metric: accuracy, min: 0.99}"]);

async function committed(...accuracies: number[]): Promise<TestRepo> {
  const repo = await registeredModel(...accuracies);
  repo.commit();
  return repo;
}

describe("gates are never taken for none", () => {
  test.each([
    ["a symbolic link", (repo: TestRepo) => symlinkSync("../gates.yaml", repo.path(settings))],
    ["no file", (repo: TestRepo) => mkdirSync(repo.path(settings))],
  ])("where model.yaml is %s", async (what, put) => {
    const repo = await registeredModel(0.9, 0.95);
    await must(repo, promote("2"));
    await must(repo, promote("1"));
    repo.write({ "models/gates.yaml": demanding[settings] ?? "" });
    repo.remove(settings);
    put(repo);
    repo.commit();
    for (const words of [
      promote("2"),
      ["gate", "penguins@2", "--to", "champion"],
      ["model", "approve", "penguins@2", "-m", "x"],
      ["model", "register", "penguins", "data/holdout.csv", "-m", "x"],
    ]) {
      const { code, error } = await mlx(repo, [...words, "--json"]);
      expect([code, error.code]).toEqual([2, "MLX_INVALID_MODEL"]);
      expect(error.message).toContain(`${settings} is ${what}`);
    }
    expect(changes(repo)).toBe("");
    // Which is for emergencies.
    await must(repo, "model rollback penguins champion");
  });

  test("where they stand behind more than anybody writes by hand", async () => {
    const repo = await registeredModel(0.9);
    repo.write({ [settings]: `# ${"x".repeat(2 ** 25)}\n${demanding[settings]}` });
    const { code, error } = await mlx(repo, promote("1", "--json"));
    expect([code, error.code]).toEqual([2, "MLX_INVALID_MODEL"]);
    expect(error.message).toContain("is longer than 1");
  });

  test("where the alias is written in other capitals than they are", async () => {
    const repo = await registeredModel(0.9);
    repo.write(demanding);
    repo.commit();
    for (const command of ["model promote penguins@1 --to Champion", "gate penguins@1 --to Champion"]) {
      const { code, error } = await mlx(repo, `${command} --json`);
      expect([code, error.code, error.hint]).toEqual([2, "MLX_ALIAS_NAME", "use it: --to champion"]);
    }
    expect(changes(repo)).toBe("");
  });

  test.each(["constructor", "toString", "hasOwnProperty"])("where the alias is called %s", async (alias) => {
    const repo = await registeredModel(0.9);
    repo.write({ [settings]: `gates:\n  ${alias}: [{metric: accuracy, min: 0.99}]\n` });
    const { code, stdout } = await mlx(repo, `model promote penguins@1 --to ${alias}`);
    expect([code, stdout]).toEqual([1, expect.stringContaining(`refused: ${alias} of penguins is not set`)]);
    repo.write({ [settings]: "gates: {}\n" });
    await must(repo, `model promote penguins@1 --to ${alias}`);
    await must(repo, "registry verify");
  });

  test.each(["__proto__", "constructor"])("where the metric is called %s", async (metric) => {
    const repo = await registeredModel(0.9);
    repo.write(modelSettings([`{metric: ${metric}, min: 0}`]));
    const { code, stdout } = await mlx(repo, promote("1"));
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/failed +metric: \w+ ≥ 0 · neither the record nor/),
    ]);
  });

  test("where a list that must be there cannot be looked into", async () => {
    const repo = await committed(0.9);
    chmodSync(repo.path("models/penguins/events"), 0o300);
    for (const words of [
      ["registry", "verify"],
      ["gate", "penguins@1", "--to", "champion"],
    ]) {
      const { code, stderr } = mlxUnprivileged(repo, words);
      expect([code, stderr]).toEqual([
        4,
        expect.stringContaining("cannot read models/penguins/events: permission denied"),
      ]);
    }
    chmodSync(repo.path("models/penguins/events"), 0o755);
  });
});

test("gates that were loosened for one promotion alone are told: by a warning, and by the log", async () => {
  const repo = await registeredModel(0.9);
  repo.write(demanding);
  repo.commit();
  expect((await mlx(repo, promote("1"))).code).toBe(1);
  repo.write({ [settings]: "gates: {champion: []}\n" });
  for (const words of [["--dry-run"], []]) {
    const { code, stderr } = await mlx(repo, promote("1", ...words));
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`${settings} is not as it was committed: the gates were judged by it`),
    ]);
  }
  expect(await must(repo, "registry log --limit 1")).toMatch(/champion 1 +without gates/);
  repo.commit();
  expect((await mlx(repo, "model promote penguins@1 --to other")).stderr).not.toContain("not as it was");
});

test("a bare repository is read, and nothing is promoted, approved or rolled back in it", async () => {
  const repo = await committed(0.9);
  await must(repo, promote("1", "--commit"));
  const bare = repo.clone("--bare");
  for (const words of [
    promote("1"),
    ["model", "approve", "penguins@1", "-m", "x"],
    ["model", "rollback", "penguins", "champion"],
    ["model", "archive", "penguins@1", "-m", "x"],
  ]) {
    const { code, error } = await mlx(bare, [...words, "--json"]);
    expect([code, error.code]).toEqual([2, "MLX_BARE_REPOSITORY"]);
  }
  await must(bare, "registry verify");
  expect(await must(bare, "model list")).toContain("champion 1");
});

test("a folder that cannot be written to leaves all as it was, exit 4", async () => {
  const repo = await committed(0.9, 0.95);
  await must(repo, promote("1", "--commit"));
  for (const folder of ["events", "aliases"]) {
    chmodSync(repo.path("models/penguins", folder), 0o555);
    const { code, stderr } = mlxUnprivileged(repo, promote("2", "--commit"));
    expect([code, stderr]).toEqual([4, expect.stringContaining("permission denied")]);
    chmodSync(repo.path("models/penguins", folder), 0o755);
    expect(changes(repo)).toBe("");
  }
});

test("line ends of Windows in model.yaml are read, and a clone that converts line ends is intact", async () => {
  const repo = await registeredModel(0.9);
  repo.write({ [settings]: "gates:\r\n  champion:\r\n    - {metric: accuracy, min: 0.99}\r\n" });
  expect((await mlx(repo, promote("1"))).stdout).toContain("1 of 1 gates failed");
  await must(repo, promote("1", "--override", "to look"));
  repo.commit();
  const clone = repo.clone("--config", "core.autocrlf=true");
  await must(clone, "registry verify");
  expect((await mlx(clone, "gate penguins@1 --to champion")).code).toBe(1);
});

test.each([
  [`${"m".repeat(1001)}=1`, "is longer than 1,000 characters"],
  ["accuracy=NaN", "takes a number"],
  ["accuracy=1e400", "takes a number"],
])("a figure that nobody can hold against a limit is refused: %#", async (metric, said) => {
  const repo = await registeredModel();
  repo.write({ "model.json": "{}" });
  const { code, error } = await mlx(repo, [
    ...["model", "register", "penguins", "model.json", "--metric", metric, "-m", "x", "--json"],
  ]);
  expect([code, error.code]).toEqual([2, "MLX_USAGE"]);
  expect(error.message).toContain(said);
  expect(error.message.length).toBeLessThan(200);
  expect(repo.exists("models")).toBe(false);
});

test("a figure with a long name is shortened in the list", async () => {
  const repo = await registeredModel();
  repo.write({ "model.json": "{}" });
  await must(repo, ["model", "register", "penguins", "model.json", "--metric", `${"m".repeat(900)}=1`]);
  expect(Math.max(...(await must(repo, "model list")).split("\n").map(({ length }) => length))).toBeLessThan(
    120,
  );
});

test("a dry run that is refused says in JSON that it was one", async () => {
  const repo = await registeredModel(0.9);
  repo.write(demanding);
  const { code, json } = await mlx(repo, promote("1", "--dry-run", "--json"));
  expect(code).toBe(1);
  expect(json).toMatchObject({ outcome: "refused", dryRun: true, changed: false });
});

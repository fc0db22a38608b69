import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import {
  approve,
  changes,
  modelSettings,
  promote,
  recordOf,
  registeredModel,
  registerVersion,
} from "../support/registered-model.js";
import { as } from "../support/released-prompt.js";

const champion = "models/penguins/aliases/champion";

test("without gates a promotion needs none: one event, one line, and the log tells of it", async () => {
  const repo = await registeredModel(0.9, 0.95);
  repo.commit();
  expect(await must(repo, promote("1"))).toContain("champion of penguins: 1");
  const { code, json, stderr } = await mlx(repo, promote("2", "-m", "Better", "--json"));
  expect([code, stderr]).toEqual([0, ""]);
  expect(json).toMatchObject({
    ...{
      name: "penguins",
      version: "2",
      alias: "champion",
      outcome: "promoted",
      previous: "1",
      changed: true,
    },
    ...{ dryRun: false, gates: [], override: null, commit: null },
    record: recordOf(repo, "2"),
    files: [expect.stringMatching(/^models\/penguins\/events\/01\w+\.json$/), champion],
  });
  expect(repo.read(champion)).toMatch(/^2 sha256:[0-9a-f]{64} 01\w{24}\n$/);
  expect(await must(repo, "registry log --alias champion")).toMatch(/penguins: champion 1 → 2 +Better/);
  await must(repo, "registry verify");
});

test("a gate that fails refuses as a whole: figure, threshold, reason and next step are told, the tree is as it was", async () => {
  const repo = await registeredModel(0.9, 0.85);
  repo.write(modelSettings(["{metric: accuracy, min: 0.88}", "{scan: ok}", "{approvals: 1}"]));
  repo.commit();
  await must(repo, promote("1", "--override", "the first"));
  repo.commit();
  const { code, stdout, stderr } = await mlx(repo, promote("2"));
  expect(code).toBe(1);
  expect(stdout).toMatch(/passed +scan: ok · ok: 1 file\n/);
  expect(stdout).toMatch(
    /failed +metric: accuracy ≥ 0\.88 · 0\.85, recorded with the version\n +next: train a better/,
  );
  expect(stdout).toMatch(/failed +approvals: 1 · 0 of 1\n +next: ask .*: mlx model approve penguins@2 -m/);
  expect(stdout).toContain("refused: champion of penguins stays at 1; 2 of 3 gates failed for penguins@2");
  expect(stderr).toContain("--override REASON");
  expect(changes(repo)).toBe("");
  const { json } = await mlx(repo, promote("2", "--json"));
  expect(json).toMatchObject({
    ...{ outcome: "refused", changed: false, previous: "1", event: null, files: [] },
    record: recordOf(repo, "2"),
    gates: [
      {
        gate: "metric: accuracy ≥ 0.88",
        passed: false,
        value: 0.85,
        threshold: 0.88,
        hint: expect.any(String),
      },
      { gate: "scan: ok", passed: true, hint: null },
      { gate: "approvals: 1", passed: false, value: 0, threshold: 1 },
    ],
  });
});

test("a dry run judges and writes nothing", async () => {
  const repo = await registeredModel(0.9);
  repo.write(modelSettings(["{metric: accuracy, min: 0.88}"]));
  repo.commit();
  expect(await must(repo, promote("1", "--dry-run"))).toContain("would move champion of penguins: 1");
  expect((await mlx(repo, promote("1", "--dry-run", "--json"))).json).toMatchObject({
    changed: false,
    dryRun: true,
    files: [],
  });
  expect(changes(repo)).toBe("");
});

test("an override is recorded with its reason and the verdicts, and shown for ever; a needless one is not", async () => {
  const repo = await registeredModel(0.8);
  repo.write(modelSettings(["{metric: accuracy, min: 0.9}"]));
  const { stderr } = await mlx(repo, promote("1", "--override", "The old one is on fire"));
  expect(stderr).toContain("failing gates were overridden: The old one is on fire");
  const log = await must(repo, "registry log --alias champion");
  expect(log).toContain("OVERRIDDEN: The old one is on fire");
  expect(log).toContain("FAILED metric: accuracy ≥ 0.9 (0.8, recorded with the version)");
  repo.write(modelSettings(["{metric: accuracy, min: 0.7}"]));
  await registerVersion(repo, 0.81);
  const needless = await mlx(repo, promote("2", "--override", "just in case"));
  expect(needless.stderr).toContain("--override was not needed and is not recorded");
  expect((await mlx(repo, "registry log --alias champion --limit 1 --json")).json).not.toMatchObject({
    events: [{ override: expect.any(String) }],
  });
});

test("what the alias points at already is not promoted again", async () => {
  const repo = await registeredModel(0.9);
  await must(repo, promote("1"));
  repo.commit();
  expect(await must(repo, promote("1"))).toContain("champion of penguins is at 1 already");
  expect((await mlx(repo, promote("1", "--json"))).json).toMatchObject({
    outcome: "already",
    changed: false,
  });
  expect(changes(repo)).toBe("");
});

test("an alias may be promoted from an alias", async () => {
  const repo = await registeredModel(0.9, 0.95);
  await must(repo, ["model", "promote", "penguins@2", "--to", "challenger"]);
  expect(await must(repo, promote("challenger"))).toContain("champion of penguins: 2");
});

describe("--commit", () => {
  test("commits exactly what was written, with a message that tells of it; what else is staged stays staged", async () => {
    const repo = await registeredModel(0.9);
    repo.write(modelSettings(["{metric: accuracy, min: 0.88}"]));
    repo.commit();
    repo.write({ "staged.txt": "mine", "untracked.txt": "mine too", "data/holdout.csv": "id,species\n" });
    repo.git("add", "staged.txt");
    const { stdout } = await mlx(repo, promote("1", "--commit", "-m", "Good on small birds"));
    expect(stdout).toMatch(/committed [0-9a-f]{10}: Promote penguins@1 to champion/);
    expect(repo.git("show", "--name-only", "--format=").split("\n")).toEqual([
      champion,
      expect.stringMatching(/^models\/penguins\/events\//),
    ]);
    const message = repo.git("log", "-1", "--format=%B");
    expect(message).toMatch(
      /^Promote penguins@1 to champion\n\nGood on small birds\n\n- passed metric: accuracy ≥ 0\.88: 0\.9/,
    );
    expect(message).toMatch(/\nEvent: 01\w{24}/);
    expect(changes(repo).split("\n").sort()).toEqual([
      " M data/holdout.csv",
      "?? untracked.txt",
      "A  staged.txt",
    ]);
  });

  test("says what the promotion stands on and is not committed yet", async () => {
    const repo = await registeredModel(0.9);
    const { code, stderr } = await mlx(repo, promote("1", "--commit"));
    expect(code).toBe(0);
    expect(stderr).toMatch(/files that it stands on are not committed yet: .*models\/penguins\//);
  });

  test("is refused before anything is written while a merge is under way", async () => {
    const repo = await registeredModel(0.9);
    repo.commit();
    repo.git("checkout", "--quiet", "-b", "other");
    repo.write({ "a.txt": "theirs" });
    repo.commit();
    repo.git("checkout", "--quiet", "main");
    repo.write({ "a.txt": "ours" });
    repo.commit();
    expect(() => repo.git("merge", "other")).toThrow();
    const before = changes(repo);
    const { code, error } = await mlx(repo, promote("1", "--commit", "--json"));
    expect([code, error.code]).toEqual([2, "MLX_COMMIT_REFUSED"]);
    expect(changes(repo)).toBe(before);
  });

  test("a hook that refuses leaves the files, and the way to commit them", async () => {
    const repo = await registeredModel(0.9);
    repo.commit();
    repo.write({ ".git/hooks/pre-commit": "#!/bin/sh\necho no >&2\nexit 1\n" });
    (await import("node:fs")).chmodSync(repo.path(".git/hooks/pre-commit"), 0o755);
    const { code, error } = await mlx(repo, promote("1", "--commit", "--json"));
    expect([code, error.code]).toEqual([3, "MLX_COMMIT_FAILED"]);
    expect(error.hint).toContain("git commit -- models/penguins/");
    expect(repo.exists(champion)).toBe(true);
  });
});

test("of two that promote at once one wins, and the other is told", async () => {
  const repo = await registeredModel(0.9, 0.92, 0.94);
  repo.write(modelSettings(["{scan: ok}"]));
  await must(repo, promote("1"));
  const results = await Promise.all([mlx(repo, promote("2", "--json")), mlx(repo, promote("3", "--json"))]);
  expect(results.map(({ code }) => code).sort()).toEqual([0, 3]);
  const loser = results.find(({ code }) => code === 3);
  expect(loser?.error).toMatchObject({
    code: "MLX_ALIAS_MOVED",
    hint: expect.stringContaining("nothing was written"),
  });
  const winner = results[0]?.code === 0 ? "2" : "3";
  expect(repo.read(champion)).toMatch(new RegExp(`^${winner} `));
  expect(readdirSync(repo.path("models/penguins/aliases"))).toEqual(["champion"]);
  await must(repo, "registry verify");
});

test("an approval that comes while gates are judged is not passed over", async () => {
  const repo = await registeredModel(0.9);
  repo.write(modelSettings(["{scan: ok}"]));
  const [first, second] = await Promise.all([
    mlx(repo, promote("1", "--json")),
    mlx(repo, approve("1", "--reject"), { env: as("bob") }),
  ]);
  // Whichever comes first: a promotion that began before the rejection must not end after it unseen.
  expect(second.code).toBe(0);
  if (first.code !== 0) expect(first.error.code).toBe("MLX_PROMOTION_STALE");
  await must(repo, "registry verify");
});

describe("refused with a clear error, and nothing is written", () => {
  test.each([
    [["model", "promote", "penguins", "--to", "champion"], 2, "MLX_REFERENCE", "penguins@VERSION"],
    [promote("9"), 2, "MLX_VERSION_NOT_FOUND", "it has 1"],
    [["model", "promote", "pengins@1", "--to", "champion"], 2, "MLX_NOT_PUBLISHED", "did you mean penguins?"],
    [["model", "promote", "penguins@1", "--to", "v2"], 2, "MLX_ALIAS_NAME", "reads as a version"],
    [["model", "promote", "penguins@1", "--to", "a/b"], 2, "MLX_ALIAS_NAME", "a name is letters"],
    [["model", "promote", "penguins@1"], 2, "MLX_USAGE", "--to"],
    [promote("1", "--override", " "), 2, "MLX_USAGE", "--override"],
    [promote("1", "-m", ""), 2, "MLX_USAGE", "--message"],
  ])("%j", async (words, exitCode, code, said) => {
    const repo = await registeredModel(0.9);
    repo.commit();
    const result = await mlx(repo, [...words, "--json"]);
    expect([result.code, result.error.code]).toEqual([exitCode, code]);
    expect(`${result.error.message} ${result.error.hint}`).toContain(said);
    expect(changes(repo)).toBe("");
  });

  test("an alias that differs in case alone", async () => {
    const repo = await registeredModel(0.9);
    await must(repo, promote("1"));
    const { error } = await mlx(repo, "model promote penguins@1 --to Champion --json");
    expect(error).toMatchObject({ code: "MLX_ALIAS_NAME", hint: "use it: mlx model show penguins@champion" });
  });

  test("typos in model.yaml, with file, line, column and a suggestion", async () => {
    const repo = await registeredModel(0.9);
    repo.write(modelSettings(["{metrc: accuracy, min: 1}", "{nonInferior: accuracy, margin: -1}"]));
    const { code, error } = await mlx(repo, promote("1", "--json"));
    expect([code, error.code]).toEqual([2, "MLX_INVALID_MODEL"]);
    expect(error.problems).toMatchObject([
      {
        file: "models/penguins/model.yaml",
        line: 3,
        column: 8,
        message: expect.stringContaining("did you mean metric?"),
      },
      { line: 4, message: expect.stringContaining("expected 0 or more, found -1") },
    ]);
  });

  test("no identity", async () => {
    const repo = await registeredModel(0.9);
    repo.commit();
    repo.git("config", "user.useConfigOnly", "true");
    repo.git("config", "user.email", "");
    const env = { GIT_CONFIG_GLOBAL: "/dev/null", EMAIL: undefined };
    const { code, error } = await mlx(repo, promote("1", "--json"), { env });
    expect([code, error.code]).toEqual([2, "MLX_NO_IDENTITY"]);
    expect(changes(repo)).toBe("");
  });

  test.each([
    ["models/penguins/versions/1.json", (text: string) => text.replace("accuracy", "accuracz")],
    ["models/penguins/versions/1.yaml", (text: string) => `${text}#\n`],
  ])("a damaged %s", async (file, damage) => {
    const repo = await registeredModel(0.9);
    repo.write({ [file]: damage(repo.read(file)) });
    repo.commit();
    const { code, error } = await mlx(repo, promote("1", "--json"));
    expect([code, error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
    expect(error.message).toContain(file);
    expect(changes(repo)).toBe("");
  });

  test("a version that was archived, by no override either", async () => {
    const repo = await registeredModel(0.9, 0.91);
    await must(repo, ["model", "archive", "penguins@2", "-m", "Wrong split"]);
    repo.commit();
    const { code, stdout } = await mlx(repo, promote("2"));
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /failed +not archived · it was archived by test@example\.com: Wrong split\n +next: .*--undo/,
    );
    const { error } = await mlx(repo, promote("2", "--override", "all the same", "--json"));
    expect(error.code).toBe("MLX_VERSION_ARCHIVED");
    expect(changes(repo)).toBe("");
    await must(repo, ["model", "archive", "penguins@2", "--undo", "-m", "It was right"]);
    await must(repo, promote("2"));
  });
});

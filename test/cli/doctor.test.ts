import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { type Files, gitRepo, plainFolder, type TestRepo } from "../support/repo.js";

interface Item {
  readonly id: string;
  readonly state: string;
  readonly evidence: string;
  readonly mend: string | null;
}

async function must(repo: TestRepo, command: string): Promise<void> {
  const { code, stdout, stderr } = await mlx(repo, command);
  if (code !== 0) throw new Error(`mlx ${command} exited ${code}\n${stdout}${stderr}`);
}

/** The items of `mlx doctor --json` by their ids. */
async function itemsOf(repo: TestRepo, options = ""): Promise<ReadonlyMap<string, Item>> {
  const { code, json } = await mlx(repo, `doctor --json ${options}`);
  expect(code).toBe(0);
  const items: Item[] = [json["sections"]].flat().flatMap((section) => Object(section).items);
  return new Map(items.map((item) => [item.id, item]));
}

async function itemOf(repo: TestRepo, id: string, options = ""): Promise<Item | undefined> {
  return (await itemsOf(repo, options)).get(id);
}

function repoWith(files: Files): TestRepo {
  const repo = gitRepo(files);
  repo.commit();
  return repo;
}

describe("the checklist", () => {
  test("of an empty repository names what to begin with; exit 0, with --strict 1; nothing is written", async () => {
    const repo = repoWith({});
    const { code, stdout, stderr } = await mlx(repo, "doctor");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^project: \d of \d in place, \d missing/);
    expect(stdout).toContain("✗ data versioned");
    expect(stdout).toContain("mlx data add PATH");
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect((await mlx(repo, "doctor --strict")).code).toBe(1);
    expect(repo.git("status", "--short")).toBe("");
  });

  test("shows what is in place with --verbose alone", async () => {
    const repo = repoWith({});
    expect((await mlx(repo, "doctor")).stdout).not.toContain("packages pinned");
    expect((await mlx(repo, "doctor --verbose")).stdout).toContain("✓ packages pinned");
  });

  test("is a document with --json and a table with --format markdown; not both", async () => {
    const repo = repoWith({});
    const { json } = await mlx(repo, "doctor --json");
    expect(json).toMatchObject({
      schemaVersion: 1,
      project: "project",
      counts: { ok: expect.any(Number), partly: 0, missing: expect.any(Number) },
      sections: expect.arrayContaining([
        expect.objectContaining({ id: "rebuild", title: expect.any(String) }),
      ]),
    });
    expect((await mlx(repo, "doctor --format markdown")).stdout).toMatch(
      /^### project: .*\n\n\| \| \| evidence/,
    );
    expect((await mlx(repo, "doctor --json --format markdown")).error.code).toBe("MLX_USAGE");
  });

  test("is refused outside of a repository, in a bare one, and with settings that are not valid", async () => {
    expect((await mlx(plainFolder(), "doctor --json")).error.code).toBe("MLX_NOT_A_REPOSITORY");
    const bare = plainFolder();
    bare.git("init", "--quiet", "--bare");
    expect((await mlx(bare, "doctor --json")).error.code).toBe("MLX_BARE_REPOSITORY");
    const { code, error } = await mlx(repoWith({ "models/a/model.yaml": "owner: [a]\n" }), "doctor --json");
    expect([code, error.code]).toEqual([2, "MLX_INVALID_MODEL"]);
  });
});

describe("data and their store", () => {
  test("are followed from the file to the store: changed, not committed, not pushed, pushed", async () => {
    const repo = repoWith({ "a.csv": "a\n1\n" });
    repo.git("rm", "--quiet", "--cached", "a.csv");
    await must(repo, "data add a.csv");
    expect(await itemOf(repo, "data-versioned")).toMatchObject({
      state: "partly",
      evidence: "a.csv.mlx: not committed",
    });
    expect(await itemOf(repo, "data-stored")).toMatchObject({
      state: "missing",
      mend: expect.stringContaining("mlx remote add"),
    });
    await must(repo, "remote add origin ../store");
    repo.commit();
    expect(await itemOf(repo, "data-stored")).toMatchObject({
      state: "missing",
      evidence: "origin lacks 1 object",
    });
    await must(repo, "data push");
    expect(await itemOf(repo, "data-stored")).toMatchObject({ state: "ok" });
    expect(await itemOf(repo, "data-versioned")).toMatchObject({
      state: "ok",
      evidence: "1 tracked path, clean and committed",
    });
    repo.write({ "a.csv": "a\n2\n" });
    expect(await itemOf(repo, "data-versioned")).toMatchObject({ state: "partly", mend: "mlx data status" });
  });

  test("a bucket is not asked unless that is wanted", async () => {
    const repo = repoWith({
      "mlx.yaml": "remotes: {origin: {url: s3://bucket/p, endpoint: http://127.0.0.1:9}}\n",
      "a.csv": "a\n",
    });
    repo.git("rm", "--quiet", "--cached", "a.csv");
    await must(repo, "data add a.csv");
    expect(await itemOf(repo, "data-stored")).toMatchObject({ state: "partly", mend: "mlx doctor --remote" });
  });
});

test("packages: what is declared and not locked, and lists without versions", async () => {
  const manifest = JSON.stringify({ dependencies: { left: "^1" } });
  expect(await itemOf(repoWith({ "package.json": manifest }), "packages-locked")).toMatchObject({
    state: "missing",
  });
  expect(await itemOf(repoWith({ "package.json": "{}" }), "packages-locked")).toMatchObject({ state: "ok" });
  const list = "# tools\nnumpy==2.1.0\npandas>=2\nscikit-learn\n-e .\n";
  expect(await itemOf(repoWith({ "requirements.txt": list }), "packages-locked")).toMatchObject({
    state: "partly",
    evidence: "requirements.txt: 2 lines without a version",
  });
});

test("CI is looked for in the scripts that it calls, with the line", async () => {
  const repo = repoWith({
    ".gitlab-ci.yml": "check:\n  script:\n    - bash tools/check\n",
    "tools/check": "set -e\n# mlx eval run old\nmlx eval run a\n",
    "evals/a.eval.yaml": "target: {predictions: p.jsonl}\ngraders: [equals]\n",
  });
  expect(await itemOf(repo, "ci-evaluates")).toMatchObject({
    state: "ok",
    evidence: "mlx eval run in tools/check:3",
  });
});

test("hooks: of git, husky and the pre-commit framework", async () => {
  const repo = repoWith({});
  expect(await itemOf(repo, "hook")).toMatchObject({ state: "missing", mend: "mlx hooks install" });
  await must(repo, "hooks install");
  expect(await itemOf(repo, "hook")).toMatchObject({ state: "ok", evidence: ".git/hooks/pre-commit" });
  const config = "repos:\n  - repo: local\n    hooks: [{id: a, entry: mlx hooks run pre-commit}]\n";
  expect(await itemOf(repoWith({ ".pre-commit-config.yaml": config }), "hook")).toMatchObject({
    state: "ok",
  });
  expect(await itemOf(repoWith({ ".pre-commit-config.yaml": "repos: []\n" }), "hook")).toMatchObject({
    state: "missing",
  });
});

test("tables without a schema, and monitors without a baseline, are named", async () => {
  const repo = repoWith({
    "drift/a.drift.yaml": "columns: {a: {kind: numeric}}\n",
    "data/a.csv": "a\n1\n",
    "data/b.csv": "b\n1\n",
    "schemas/a.schema.yaml": "columns: {a: {type: integer}}\n",
  });
  repo.git("rm", "--quiet", "--cached", "data/a.csv", "data/b.csv");
  await must(repo, "data add data/a.csv data/b.csv");
  expect(await itemOf(repo, "schemas")).toMatchObject({ state: "partly", evidence: "data/b.csv: no schema" });
  expect(await itemOf(repo, "monitors")).toMatchObject({ state: "missing", evidence: "a has no baseline" });
});

test("a key in a file is named by its place, staged or not; what git ignores is not looked at", async () => {
  const token = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;
  const repo = repoWith({ "notes.txt": `one\ntoken: ${token}\n`, ".gitignore": "private\n", private: token });
  const found = await itemOf(repo, "secrets");
  expect(found).toMatchObject({
    state: "missing",
    evidence: expect.stringMatching(/^notes\.txt:2: a GitHub/),
  });
  expect(JSON.stringify(found)).not.toContain(token);
});

test("of a model: lineage, gates of the alias in use, and the version to go back to with its bytes", async () => {
  const repo = repoWith({
    "mlx.yaml": "remotes: {origin: {url: ../store}}\n",
    "models/m/model.yaml": "owners: [ada@example.com]\ngates: {production: [{scan: ok}]}\n",
    "w.json": "{}",
  });
  await must(repo, "model register m w.json -m First");
  expect(await itemOf(repo, "previous")).toMatchObject({ evidence: "m: no alias says what is in use" });
  await must(repo, "model promote m@1 --to production");
  expect(await itemOf(repo, "previous")).toMatchObject({
    evidence: "no version held production of m before 1",
  });
  repo.write({ "w.json": '{"a": 1}' });
  await must(repo, "model register m w.json -m Second");
  await must(repo, "model promote m@2 --to production");
  const items = await itemsOf(repo);
  expect(items.get("lineage")).toMatchObject({
    state: "missing",
    evidence: "m@2: nobody knows which run made it",
  });
  expect(items.get("previous")).toMatchObject({ state: "ok", evidence: "m@1, its bytes here" });
  expect(items.get("scan")).toMatchObject({ state: "ok", evidence: "production of m demands a scan" });
  expect(items.get("approvals")).toMatchObject({
    state: "missing",
    mend: "add {approvals: 1} to production in models/m/model.yaml",
  });
  expect(items.get("owners")).toMatchObject({ state: "ok", evidence: "m: ada@example.com" });
  expect(items.get("data-stored")).toMatchObject({ state: "missing", mend: "mlx data push" });
  await must(repo, "model rollback m production -m Worse");
  expect(await itemOf(repo, "previous")).toMatchObject({
    state: "missing",
    mend: "mlx model promote m@VERSION --to production",
  });
  await must(repo, "model promote m@2 --to production");
  expect(await itemOf(repo, "previous")).toMatchObject({ state: "ok" });
  rmSync(repo.path(".mlx/cache/objects"), { recursive: true });
  expect(await itemOf(repo, "previous")).toMatchObject({ state: "missing", mend: "mlx data push" });
});

test("of a prompt: gates of mlx.yaml, and the version before is in git", async () => {
  const repo = repoWith({
    "mlx.yaml": "prompts: {gates: {stable: [{approvals: 1}]}}\n",
    "prompts/a/prompt.md": "---\nmodel: gpt-5.4-mini-2026-03-17\n---\nuser:\nHi\n",
  });
  expect(await itemOf(repo, "previous")).toMatchObject({ mend: "mlx prompt publish a" });
  for (const version of ["1.0.0", "1.1.0"]) {
    await must(repo, `prompt publish a --version ${version} -m x`);
    repo.commit();
    await must(repo, `prompt alias a stable ${version} --override "a test"`);
    repo.write({ "prompts/a/prompt.md": `${repo.read("prompts/a/prompt.md")}again\n` });
  }
  const items = await itemsOf(repo);
  expect(items.get("previous")).toMatchObject({ state: "ok", evidence: "a@1.0.0, its bytes in git" });
  expect(items.get("approvals")).toMatchObject({ state: "ok" });
  expect(items.get("evaluation-gate")).toMatchObject({
    state: "missing",
    mend: "add {evaluation: SUITE} to stable in mlx.yaml",
  });
  expect(items.get("owners")).toMatchObject({ state: "missing", mend: "write .github/CODEOWNERS" });
  repo.write({ "prompts/a/versions/1.0.0.md": "changed" });
  expect(await itemOf(repo, "intact")).toMatchObject({ state: "missing", mend: "mlx registry verify" });
});

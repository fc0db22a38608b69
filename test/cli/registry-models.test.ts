import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { must, objectFile } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { ModelScene } from "../support/model-scene.js";
import { penguinsLineage } from "../support/penguins-lineage.js";
import { ann, bob } from "../support/registry-scene.js";
import { promptText } from "../support/released-prompt.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const folder = "models/penguins";

/** Two versions, champion moved once, an approval. */
function scene(name = "penguins"): ModelScene {
  const made = new ModelScene(name);
  made.register(1);
  made.register(2, { "model.json": '{"version": 2}', "labels.txt": "Adelie\n" });
  made.alias("champion", "1", { message: "the first" });
  const approval = made.judge("approve", "2", bob);
  const gates = [
    { gate: "approvals: 1", passed: true, reason: "1 of 1 by Bob", evidence: [`event:${approval.digest}`] },
    { gate: "metric: accuracy at least 0.9", passed: false, reason: "0.85" },
  ];
  made.alias("champion", "2", { gates, override: "the old one is broken", author: bob });
  return made;
}

function repoOf(made: ModelScene): TestRepo {
  const repo = gitRepo();
  for (const [path, content] of made.files) repo.write({ [path]: content });
  return repo;
}

/** With a store that holds the bytes of every version. */
async function withStore(made: ModelScene): Promise<{ readonly repo: TestRepo; readonly store: string }> {
  const repo = repoOf(made);
  const store = join(tempFolder(), "store");
  await must(repo, "init");
  await must(repo, ["remote", "add", "origin", store]);
  repo.write({ "data.txt": "data" });
  await must(repo, "data add data.txt");
  await must(repo, "data push data.txt");
  for (const content of ['{"version": 1}', '{"version": 2}', "Adelie\n"]) {
    const file = objectFile(store, content);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  repo.commit("registered");
  return { repo, store };
}

const findings = async (repo: TestRepo, words = "") => {
  const { code, json } = await mlx(repo, `registry verify ${words} --json`);
  const list = json["findings"] as { rule: string; file: string; message: string; hint: string }[];
  return { code, list, rules: list.map(({ rule, file }) => `${rule} ${file}`) };
};

test("models are verified beside prompts, and counted", async () => {
  const repo = repoOf(scene());
  expect(await must(repo, "registry verify")).toBe("intact: 1 model: 2 versions, 5 events, 1 alias\n");
  repo.write({ "prompts/penguins/prompt.md": promptText() });
  await must(repo, "prompt publish penguins --bump major -m x");
  expect(await must(repo, "registry verify")).toBe(
    "intact: 1 prompt, 1 model: 3 versions, 6 events, 1 alias\n",
  );
});

test("a name that a prompt and a model share means both, unless one is asked for", async () => {
  const repo = repoOf(scene());
  repo.write({ "prompts/penguins/prompt.md": promptText() });
  await must(repo, "prompt publish penguins --bump major -m x");
  expect(await must(repo, "registry verify penguins")).toContain("1 prompt, 1 model");
  expect(await must(repo, "registry verify penguins --model")).toContain("intact: 1 model: 2 versions");
  expect(await must(repo, "registry verify penguins --prompt")).toContain("intact: 1 prompt: 1 version");
  const log = await must(repo, "registry log penguins");
  expect(log).toContain("prompt penguins: published 1.0.0");
  expect(log).toContain("model penguins: champion 1 → 2");
  const { code, error } = await mlx(repo, "registry verify pinguins --json");
  expect([code, error.code, error.hint]).toEqual([2, "MLX_NOT_PUBLISHED", "did you mean penguins?"]);
  expect(error.message).toBe("no version of the prompt or model pinguins has been published");
});

test("a version file that was edited is named, and the hint brings it back", async () => {
  const repo = repoOf(scene());
  repo.commit("registered");
  repo.write({ [`${folder}/versions/2.yaml`]: repo.read(`${folder}/versions/2.yaml`).replace(/ 7 /, " 8 ") });
  repo.commit("edited");
  const { code, rules, list } = await findings(repo);
  expect([code, rules]).toEqual([1, [`changed-frozen ${folder}/versions/2.yaml`]]);
  mend(repo, list[0]?.hint ?? "");
  await must(repo, "registry verify");
});

/** Runs the git command of a hint as a shell would. */
function mend(repo: TestRepo, hint: string): void {
  const [, find = "", path = ""] = /git checkout \$\(git (.*)\)~? -- (\S+)/.exec(hint) ?? [];
  const commit = repo.git(...find.split(" "));
  repo.git("checkout", hint.includes(")~ --") ? `${commit}~` : commit, "--", path);
}

test("an event that was deleted is missed by what goes back to it, and the hint finds it", async () => {
  const repo = repoOf(scene());
  repo.commit("registered");
  const events = readdirSync(repo.path(folder, "events")).sort();
  const approval = `${folder}/events/${events[3]}`;
  repo.remove(approval);
  repo.commit("deleted");
  const { code, rules, list } = await findings(repo);
  expect([code, rules]).toEqual([
    1,
    [`missing-parent ${folder}/events/${events[4]}`, `deleted-file ${approval}`],
  ]);
  expect(list[0]?.hint).toBe(`bring it back: git log --diff-filter=D --name-only -- :/${folder}/events`);
  expect(repo.git("log", "--diff-filter=D", "--name-only", "--format=", "--", `${folder}/events`)).toBe(
    approval,
  );
  repo.git("checkout", "HEAD~", "--", approval);
  await must(repo, "registry verify");
});

test("an alias that was blended by hand of two lines is named", async () => {
  const made = scene();
  const repo = repoOf(made);
  const [, , event] = repo.read(`${folder}/aliases/champion`).trim().split(" ");
  repo.write({ [`${folder}/aliases/champion`]: `1 sha256:${made.record("1").digest} ${event}\n` });
  const { code, list } = await findings(repo);
  expect(code).toBe(1);
  expect(list).toMatchObject([{ rule: "alias-event", file: `${folder}/aliases/champion` }]);
  expect(list[0]?.message).toContain("two versions of the line were blended");
  const hint = list[0]?.hint ?? "";
  expect(hint).toBe("say what it is to be: mlx model promote penguins@2 --to champion");
  await must(repo, hint.slice(hint.indexOf("mlx ") + "mlx ".length));
  await must(repo, "registry verify");
});

test("an alias that was moved on two branches has two heads, and the hint names both commands", async () => {
  const made = scene();
  const before = made.alias("champion", "1");
  made.alias("champion", "2", { after: [before] });
  made.alias("champion", "1", { after: [before], author: ann });
  const repo = repoOf(made);
  const { list } = await findings(repo);
  expect(list).toMatchObject([{ rule: "alias-heads", file: `${folder}/aliases/champion` }]);
  expect(list[0]?.hint).toBe(
    "choose: mlx model promote penguins@2 --to champion, or mlx model promote penguins@1 --to champion",
  );
  await must(repo, "model promote penguins@2 --to champion");
  await must(repo, "registry verify");
  expect(await must(repo, "model rollback penguins champion")).toContain("champion");
  await must(repo, "registry verify");
});

test("a shallow clone without tags verifies, and shows the log", async () => {
  const repo = repoOf(scene());
  repo.commit("registered");
  repo.write({ "README.md": "x" });
  repo.commit("more");
  const clone = repo.clone("--depth", "1", "--no-tags");
  await must(clone, "registry verify");
  expect(await must(clone, "registry log")).toContain("champion 1 → 2");
  const bare = repo.clone("--bare");
  await must(bare, "registry verify");
});

test("--remote finds every file of every version there", async () => {
  const { repo } = await withStore(scene());
  expect(await must(repo, "registry verify --remote")).toBe(
    "intact: 1 model: 2 versions, 5 events, 1 alias; 3 files of models looked for on origin\n",
  );
  expect(await must(repo, "registry verify penguins --remote origin --deep")).toContain("intact");
  const { json } = await mlx(repo, "registry verify --remote --json");
  expect(json["remote"]).toEqual({ name: "origin", objects: 3, deep: false });
});

test("--remote names version and file of what is not there or has another size, exit 1", async () => {
  const { repo, store } = await withStore(scene());
  writeFileSync(objectFile(store, "Adelie\n"), "Adelie");
  const { rmSync } = await import("node:fs");
  rmSync(objectFile(store, '{"version": 1}'));
  const { code, list } = await findings(repo, "--remote");
  expect(code).toBe(1);
  expect(list).toMatchObject([
    {
      ...{ rule: "missing-object", file: `${folder}/versions/1.yaml`, line: 4 },
      message: expect.stringMatching(
        /^model\.json of penguins@1 \([0-9a-f]{12}…\) is not on the remote origin$/,
      ),
      hint: "whoever has the bytes can send them: mlx data push --remote origin",
    },
    {
      ...{ rule: "corrupt-object", file: `${folder}/versions/2.yaml`, line: 4 },
      message: expect.stringContaining("has 6 bytes on the remote origin instead of 7"),
      hint: "write it again from a copy that is intact: mlx data verify --remote origin --repair",
    },
  ]);
});

test("the command that --remote names sends what is missing, where the cache has it", async () => {
  const made = new ModelScene();
  made.register(1, { "model.json": "cached" });
  const { repo } = await withStore(made);
  const file = objectFile(repo.path(".mlx", "cache"), "cached");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "cached", { mode: 0o444 });
  const { list } = await findings(repo, "--remote");
  const hint = list[0]?.hint ?? "";
  await must(repo, hint.slice(hint.indexOf("mlx ") + "mlx ".length));
  await must(repo, "registry verify --remote --deep");
});

test("bytes of the right size and another digest show with --deep alone", async () => {
  const { repo, store } = await withStore(scene());
  writeFileSync(objectFile(store, "Adelie\n"), "adelie\n");
  expect((await findings(repo, "--remote")).code).toBe(0);
  const { code, list } = await findings(repo, "--deep");
  expect([code, list]).toMatchObject([
    ...[1, [{ rule: "corrupt-object", file: `${folder}/versions/2.yaml`, line: 4 }]],
  ]);
  expect(list[0]?.message).toContain("labels.txt of penguins@2");
});

test("a file that several versions have is named for each", async () => {
  const made = new ModelScene();
  made.register(1, { "model.json": "shared" });
  made.register(2, { "model.json": "shared" });
  const { repo } = await withStore(made);
  const { rules } = await findings(repo, "--remote");
  expect(rules).toEqual([
    `missing-object ${folder}/versions/1.yaml`,
    `missing-object ${folder}/versions/2.yaml`,
  ]);
});

test("without a remote --remote says how to add one", async () => {
  const repo = repoOf(scene());
  await must(repo, "init");
  const { code, error } = await mlx(repo, "registry verify --remote --json");
  expect([code, error.code]).toEqual([2, "MLX_NO_REMOTE"]);
});

test("the log reads as an audit trail: who, what, why, on which evidence, what was overridden", async () => {
  const repo = repoOf(scene());
  const lines = (await must(repo, "registry log --model")).trimEnd().split("\n");
  expect(lines.slice(1, 4)).toEqual([
    expect.stringMatching(
      /^2026-03-01 12:07:00 UTC +Bob@Example\.com +penguins: champion 1 → 2 +(?:.*; )?OVERRIDDEN: the old one is broken$/,
    ),
    expect.stringMatching(/^ {60,}passed approvals: 1 \(1 of 1 by Bob\)$/),
    expect.stringMatching(/^ {60,}FAILED metric: accuracy at least 0\.9 \(0\.85\)$/),
  ]);
  expect(lines.at(-1)).toMatch(/ann@example\.com +penguins: registered 1 +made 1$/);
  expect(await must(repo, "registry log --prompt")).toBe("");
});

test("what whoever approved had before them stands in the log, and in JSON what it said", async () => {
  const repo = repoOf(penguinsLineage());
  const log = await must(repo, "registry log penguins");
  expect(log).toMatch(
    /Bob@Example\.com +penguins: approved 2 +looked at the errors; on (?:evaluation golden passed|drift inflow drift) \([0-9a-f]{12}\), (?:evaluation golden passed|drift inflow drift) \([0-9a-f]{12}\)/,
  );
  const { json } = await mlx(repo, "registry log penguins --alias production --json");
  const says = Object.values(json["evidence"] as Record<string, { says: string; file: string }>);
  expect(says.map((one) => one.says).sort()).toEqual(["drift inflow drift", "evaluation golden passed"]);
  for (const { file } of says) expect(repo.exists(file)).toBe(true);
});

test("why a version was in production on a day is one command", async () => {
  const repo = repoOf(scene());
  const asked = "registry log penguins --alias champion --until 2026-03-01T12:06:00Z --limit 1 --json";
  expect((await mlx(repo, asked)).json["events"]).toMatchObject([
    { kind: "alias", target: { version: "1" }, message: "the first" },
  ]);
});

test("--since and --until choose by date, time and age", async () => {
  const repo = repoOf(scene());
  const count = async (words: string) =>
    ((await mlx(repo, `registry log ${words} --json`)).json["events"] as unknown[]).length;
  expect(await count("")).toBe(5);
  expect(await count("--since 2026-03-01")).toBe(5);
  expect(await count("--since 2026-03-02")).toBe(0);
  expect(await count("--until 2026-03-01")).toBe(5);
  expect(await count("--until 2026-02-28")).toBe(0);
  expect(await count("--since 2026-03-01T12:05:30Z")).toBe(2);
  expect(await count("--until 2026-03-01T12:05:30Z --alias champion")).toBe(1);
  expect(await count("--since 100000d")).toBe(5);
  expect(await count("--since 1m")).toBe(0);
  const { code, error } = await mlx(repo, "registry log --since yesterday --json");
  expect([code, error.code]).toEqual([2, "MLX_USAGE"]);
  const filtered = await mlx(repo, "registry log --since 1m");
  expect(filtered.stderr).toContain("leave a filter out");
});

import { readdirSync } from "node:fs";
import { mlx } from "./mlx.js";
import { ModelScene } from "./model-scene.js";
import { ann, bob } from "./registry-scene.js";
import { gitRepo, type TestRepo } from "./repo.js";

/** A repository whose first commit has these files of the registry. */
export function committedScene(made: ModelScene): TestRepo {
  const repo = gitRepo();
  for (const [path, content] of made.files) repo.write({ [path]: content });
  repo.commit("registered");
  return repo;
}

/** Two versions of `penguins`, the first one champion. */
export function penguins(name = "penguins"): ModelScene {
  const made = new ModelScene(name);
  made.register(1);
  made.register(2);
  made.alias("champion", "1", { author: ann });
  made.judge("approve", "2", bob);
  return made;
}

/** The events of an item, the oldest first. */
export function eventsOf(repo: TestRepo, item = "models/penguins"): string[] {
  return readdirSync(repo.path(item, "events"))
    .sort()
    .map((name) => `${item}/events/${name}`);
}

export interface Told {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
  readonly hint: string;
}

/** What `registry verify` finds. */
export async function verified(repo: TestRepo, words = "") {
  const { code, json, stderr } = await mlx(repo, `registry verify ${words} --json`);
  const found = json["findings"];
  const findings: readonly Told[] = Array.isArray(found) ? found : [];
  return {
    ...{ code, findings, stderr, history: json["history"] },
    rules: findings.map(({ rule, file }) => `${rule} ${file}`),
  };
}

/** Runs the git command of a hint. */
export function obey(repo: TestRepo, hint = ""): void {
  const [, words = ""] = /git (checkout [0-9a-f]+ -- [^;]+)/.exec(hint) ?? [];
  repo.git(...words.split(" "));
}

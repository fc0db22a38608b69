import { readFileSync } from "node:fs";
import { must } from "./data-project.js";
import { mlx } from "./mlx.js";
import { fixtureBytes } from "./model-fixtures.js";
import type { TestRepo } from "./repo.js";
import { recordRun, trainingProject } from "./training.js";

/** The text of a model that LightGBM might have written; `words` make it another one. */
export function treesText(words = "one"): string {
  return `tree\nversion=v4\nnum_class=1\nmax_feature_idx=3\nobjective=binary\nfeature_names=${words}\n`;
}

export function safetensors(): Buffer {
  return fixtureBytes("good/model.safetensors");
}

/** A committed project whose run wrote `model.json`; the run's id comes with it. */
export async function trainedProject(): Promise<{
  readonly repo: TestRepo;
  readonly store: string;
  readonly run: string;
}> {
  const { repo, store } = await trainingProject();
  const run = await recordRun(repo, [
    ...["--name", "trained", "--param", "rate=0.5", "--output", "model.json"],
    ...["--", process.execPath, "train.mjs"],
  ]);
  return { repo, store, run };
}

/** Registers and returns the document. */
export async function registered(
  repo: TestRepo,
  command: readonly string[],
): Promise<Record<string, unknown>> {
  return JSON.parse(await must(repo, ["model", "register", ...command, "--json"]));
}

/** The details of a version's record. */
export function detailsOf(repo: TestRepo, name: string, version: number): Record<string, unknown> {
  const text = readFileSync(repo.path(`models/${name}/versions/${version}.json`), "utf8");
  return JSON.parse(text).details;
}

/** The numbers of the versions that `model list` shows, the latest first. */
export async function versionsOf(repo: TestRepo, name: string): Promise<string[]> {
  const { json } = await mlx(repo, ["model", "list", name, "--json"]);
  return Array.isArray(json["versions"]) ? json["versions"].map(({ version }) => String(version)) : [];
}

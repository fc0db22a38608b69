import type { App } from "../../app/app.js";
import { suiteNames } from "../../app/evals/find-suite.js";
import { modelAliases, modelReferences } from "../../app/models/model-references.js";
import { worktreeTree } from "../../app/prompts/worktree-tree.js";
import { registryTree } from "../../app/registry/registry-tree.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { branchAndTagNames } from "../../git/revisions.js";
import { promptNames } from "../../prompts/prompt-paths.js";
import { modelNames } from "../../registry/models/model-names.js";
import { type CommandSpec, complete, type ValueKind } from "./candidates.js";
import { completionScript, type Shell } from "./scripts.js";

/** `mlx completion SHELL`: prints the script that the shell loads. */
export function printScript(app: App, shell: Shell): ExitCode {
  if (app.ui.mode.json) app.ui.json({ shell, script: completionScript(shell) });
  else app.ui.answer(completionScript(shell).trimEnd());
  return ExitCode.ok;
}

/** What the scripts call: prints what the shell offers besides, then a candidate a line, each with its meaning. */
export async function printCandidates(
  app: App,
  root: CommandSpec,
  words: readonly string[],
): Promise<ExitCode> {
  // Who presses TAB waits: only what is asked for is looked up.
  const known = new Map<ValueKind, readonly string[]>();
  complete(root, words, (kind) => {
    known.set(kind, []);
    return [];
  });
  for (const kind of known.keys()) known.set(kind, await namesOf(app, kind));
  const { candidates, shell } = complete(root, words, (kind) => known.get(kind) ?? []);
  const lines = candidates.map(({ word, summary }) => (summary === "" ? word : `${word}\t${summary}`));
  app.ui.answer([shell, ...lines].join("\n"));
  return ExitCode.ok;
}

async function namesOf(app: App, kind: ValueKind): Promise<readonly string[]> {
  switch (kind) {
    case "remote":
      return remoteNames(app);
    case "revision":
      return revisionNames(app);
    case "prompt":
      return promptsHere(app);
    case "suite":
      return suitesHere(app);
    case "model":
      return noneOnError(async () => modelNames(await registryTree(app, "model")));
    case "reference":
      return noneOnError(async () => modelReferences(await registryTree(app, "model")));
    case "alias":
      return noneOnError(async () => modelAliases(await registryTree(app, "model")));
    default:
      return [];
  }
}

function remoteNames(app: App): Promise<string[]> {
  return noneOnError(async () => Object.keys((await app.config()).remotes));
}

function revisionNames(app: App): Promise<string[]> {
  return noneOnError(async () => branchAndTagNames(await app.git()));
}

function promptsHere(app: App): Promise<string[]> {
  return noneOnError(async () => promptNames(worktreeTree((await app.workspace()).root)));
}

function suitesHere(app: App): Promise<string[]> {
  return noneOnError(async () => suiteNames((await app.workspace()).root));
}

/** A person who is still typing is not told that there is no repository, or what is wrong with its configuration. */
async function noneOnError(names: () => Promise<string[]>): Promise<string[]> {
  try {
    return await names();
  } catch (error) {
    if (error instanceof MlxError) return [];
    throw error;
  }
}

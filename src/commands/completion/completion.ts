import type { App } from "../../app/app.js";
import { suiteNames } from "../../app/evals/find-suite.js";
import { worktreeTree } from "../../app/prompts/worktree-tree.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { branchAndTagNames } from "../../git/revisions.js";
import { promptNames } from "../../prompts/prompt-paths.js";
import { type CommandSpec, complete } from "./candidates.js";
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
  const known = {
    remote: await remoteNames(app),
    revision: await revisionNames(app),
    prompt: await promptsHere(app),
    suite: await suitesHere(app),
  };
  const { candidates, shell } = complete(root, words, (kind) =>
    kind === "remote" || kind === "revision" || kind === "prompt" || kind === "suite" ? known[kind] : [],
  );
  const lines = candidates.map(({ word, summary }) => (summary === "" ? word : `${word}\t${summary}`));
  app.ui.answer([shell, ...lines].join("\n"));
  return ExitCode.ok;
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

import type { Found } from "../../prompts/lint/settle-findings.js";
import { type LintShare, type Settled, settle, takeTargets } from "./lint-share.js";
import type { LintChoice, LintTarget } from "./lint-targets.js";
import { type LintThread, threadForFolder, threadForMany } from "./lint-thread.js";
import type { Linter } from "./linter.js";

/** A file that has been linted; settled as soon as it can be, since what is understood of a thousand prompts is much to keep. */
export type Linted = Found | Settled;

export function isFound(one: Linted): one is Found {
  return "subject" in one;
}

/** A second thread if there is much to lint in a working tree; only folders are counted, which takes no time. */
export function startIfMany({ root, files, names }: LintChoice): LintThread | undefined {
  if (root === undefined) return undefined;
  const isEverything = files === undefined && names === undefined;
  return isEverything ? threadForFolder(root) : threadForMany((files?.length ?? 0) + (names?.length ?? 0));
}

/** Lints targets in this thread. */
export async function lintAlone(targets: readonly LintTarget[], linter: Linter): Promise<Found[]> {
  const found: Found[] = [];
  for (const target of targets) found.push(await linter.lint(target));
  return found;
}

/**
 * Lints targets in two threads. What fails in either is done again in this one, in order, so that of several failures the
 * first is thrown.
 * @returns one for each target, in order.
 */
export async function lintTogether(
  { root = "", tree }: LintChoice,
  { targets, facts }: Pick<LintShare, "targets" | "facts">,
  linter: Linter,
  thread: LintThread,
): Promise<Linted[]> {
  // A version and its prompt may have the same thing found in them, which counts once.
  if (targets.some(({ kind }) => kind === "version")) return lintAlone(targets, linter);
  const share = { root, paths: tree.paths, facts, targets, taken: new SharedArrayBuffer(4) };
  thread.give(share);
  const linted: Linted[] = [];
  let tried = 0;
  for (const [index, target] of takeTargets(share)) {
    tried++;
    const found = await linter.lint(target).catch(() => undefined);
    if (found) linted[index] = settle(index, target, found, facts.levels) ?? found;
  }
  if (tried < targets.length) for (const one of await thread.settled()) linted[one.index] = one;
  const all: Linted[] = [];
  for (const [index, target] of targets.entries()) all.push(linted[index] ?? (await linter.lint(target)));
  return all;
}

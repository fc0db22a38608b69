import { listedTree } from "../../files/folder-tree.js";
import type { LintFinding } from "../../prompts/lint/lint-finding.js";
import { type Found, type LintLevels, levelOf, settleFindings } from "../../prompts/lint/settle-findings.js";
import { promptsFolder } from "../../prompts/prompt-paths.js";
import { mayHoldSecret } from "../../secrets/may-hold-secret.js";
import { knownSuites } from "./known-suites.js";
import type { LintTarget } from "./lint-targets.js";
import { type LintFacts, lintWorld } from "./lint-world.js";
import { Linter } from "./linter.js";

/** What two threads lint together: each takes the next target that nobody has. */
export interface LintShare {
  /** The repository's top, absolute, and the files below `prompts/` in byte order. */
  readonly root: string;
  readonly paths: readonly string[];
  readonly facts: LintFacts;
  readonly targets: readonly LintTarget[];
  /** How many targets have been taken. */
  readonly taken: SharedArrayBuffer;
}

/** A prompt of which everything is known that there is to tell, but for secrets; plain data. */
export interface Settled {
  /** Of the target. */
  readonly index: number;
  readonly target: LintTarget;
  readonly findings: readonly LintFinding[];
  /** Where there are findings, or may be secrets. */
  readonly text?: string;
  /** The text is to be searched for secrets; nobody has. */
  readonly isSuspect: boolean;
}

/** Takes targets one by one, until there are none left. */
export function* takeTargets({ targets, taken }: LintShare): Iterable<[index: number, target: LintTarget]> {
  const count = new Int32Array(taken);
  for (;;) {
    const index = Atomics.add(count, 0, 1);
    const target = targets[index];
    if (target === undefined) return;
    yield [index, target];
  }
}

/**
 * Lints what it can get of a share, away from the thread that tells the result. What concerns other files than the prompt's
 * own, or does not succeed, is not in the result: it is for that thread to do.
 */
export async function lintShare(share: LintShare): Promise<Settled[]> {
  const { facts } = share;
  // A vocabulary takes much memory: one thread is to have it.
  const refuse = () => Promise.reject(new Error("tokens are counted in the first thread"));
  const suites = knownSuites(share.root, () =>
    Promise.reject(new Error("suites are read in the first thread")),
  );
  const tree = listedTree(share.root, share.paths);
  const linter = new Linter(lintWorld(tree, facts, refuse, suites), facts.levels);
  const settled: Settled[] = [];
  for (const [index, target] of takeTargets(share)) {
    const found = await linter.lint(target).catch(() => undefined);
    const own = found && settle(index, target, found, facts.levels);
    if (own) settled.push(own);
  }
  return settled;
}

/**
 * @returns undefined where what is found has to be seen together with what other files hold: something stands in what
 *   several prompts may include, or in a version.
 */
export function settle(
  index: number,
  target: LintTarget,
  { subject, findings }: Found,
  levels: LintLevels,
): Settled | undefined {
  const folder = `${promptsFolder}/${target.folder}/`;
  if (subject.kind !== "working" || findings.some(({ place }) => !place.file.startsWith(folder)))
    return undefined;
  const searched = levelOf("secret", subject, levels) === "off" ? [] : subject.sources;
  const suspects = searched.filter(({ text }) => mayHoldSecret(text));
  if (suspects.some(({ file }) => file !== target.file)) return undefined;
  const told = settleFindings([{ subject, findings }], levels);
  const isSuspect = suspects.length > 0;
  const { text } = subject.parsed.source;
  return { index, target, findings: told, isSuspect, ...((isSuspect || told.length > 0) && { text }) };
}

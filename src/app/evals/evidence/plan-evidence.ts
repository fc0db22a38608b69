import { MlxError } from "../../../core/errors.js";
import { type Sha256, sha256Of } from "../../../core/sha256.js";
import { displayPath } from "../../../core/visible-text.js";
import type { Suite, SuitePrompt } from "../../../evals/types.js";
import { flattenPrompt } from "../../../prompts/flatten.js";
import type { SuiteFacts } from "../../../registry/evidence/suite-facts.js";
import { readItem } from "../../../registry/read-item.js";
import type { Person, VersionRecord } from "../../../registry/types.js";
import { requireWorktree } from "../../../workspace/discover.js";
import type { App } from "../../app.js";
import { resolvePrompt } from "../../prompts/resolve-prompt.js";
import { worktreeTree } from "../../prompts/worktree-tree.js";
import { requireAuthor } from "../../registry/require-author.js";
import type { RunOptions } from "../run-options.js";
import { suiteFacts } from "./suite-facts.js";

/** A published or registered version that an evaluation is to give evidence of. */
export interface EvidenceSubject {
  readonly record: VersionRecord;
  /** What the suite calls it. */
  readonly labels: readonly string[];
  readonly facts: SuiteFacts;
  /** Of a model: digests of the recorded answers that are its own, by path. */
  readonly model?: { readonly predictions: Readonly<Record<string, Sha256>> };
}

/** What is known of the evidence before anything is asked. */
export interface EvidencePlan {
  /** It names the versions themselves: what an alias points at, and a working copy, may change while it runs. */
  readonly suite: Suite;
  readonly author: Person;
  readonly subjects: readonly EvidenceSubject[];
  /** Whether it may end before all cases are asked, once it is decided: undecided it is none. */
  readonly untilDecided: boolean;
}

/**
 * Finds the versions that an evaluation will be evidence of.
 * @throws {MlxError} before anything is asked, exit 2: `MLX_EVIDENCE_REFUSED` where the evaluation could be none, `MLX_NO_IDENTITY`.
 */
export async function planEvidence(app: App, suite: Suite, options: RunOptions): Promise<EvidencePlan> {
  requireWhole(suite, options);
  const author = await requireAuthor(await app.git());
  const byRecord = new Map<string, { record: VersionRecord; labels: string[] }>();
  const prompts: SuitePrompt[] = [];
  for (const prompt of suite.prompts) {
    const record = await recordOf(app, prompt);
    prompts.push(record === undefined ? prompt : pinned(prompt, record));
    if (record === undefined) continue;
    const known = byRecord.get(record.digest) ?? { record, labels: [] };
    known.labels.push(prompt.label);
    byRecord.set(record.digest, known);
  }
  if (byRecord.size === 0) {
    throw refused(
      `${displayPath(suite.file)} asks no prompt of this repository`,
      await noPromptHint(app, suite),
    );
  }
  const subjects: EvidenceSubject[] = [];
  for (const { record, labels } of byRecord.values()) {
    subjects.push({ record, labels, facts: await suiteFacts(suite, labels, options.judge) });
  }
  return { suite: { ...suite, prompts }, author, subjects, untilDecided: options.untilDecided !== undefined };
}

/** Recorded answers are some model's own. */
async function noPromptHint(app: App, suite: Suite): Promise<string> {
  if (suite.predictions === undefined || suite.predictions.length === 0)
    return "evidence is of published versions of prompts: target: {prompt: NAME}; or of a model: --model NAME@VERSION";
  const { modelOfSuite } = await import("./model-of-suite.js");
  return `it grades recorded answers: say of which model they are: --model ${(await modelOfSuite(app, suite)) ?? "NAME@VERSION"}`;
}

/** Evidence says what the suite says: nothing may be left out, and nothing be judged otherwise. */
export function requireWhole(suite: Suite, options: RunOptions): void {
  const { filter, limit, shard, providers, repeat, errorsAllowed, maxCostUsd, trustTemplates } = options;
  const budget = suite.budget.maxCostUsd;
  const given = [
    ["--filter", filter.length > 0],
    ["--limit", limit !== undefined],
    ["--shard", shard !== undefined],
    ["--provider", providers.length > 0],
    ["--repeat", repeat !== undefined],
    ["--errors", errorsAllowed !== undefined],
    ["--trust-templates", trustTemplates],
    ["--target", options.untilDecided?.target !== undefined],
    ["--max-cost above the suite's budget", budget !== undefined && (maxCostUsd ?? 0) > budget],
  ].flatMap(([option, is]) => (is === true ? [option] : []));
  if (given.length === 0) return;
  throw refused(
    `an evaluation with ${given.join(", ")} cannot be evidence`,
    "evidence is of the whole suite as it is written: leave these options out, or --record",
  );
}

/** Undefined for what is no prompt of the repository. */
async function recordOf(app: App, { body, at }: SuitePrompt): Promise<VersionRecord | undefined> {
  if (body.kind !== "reference") return undefined;
  const { name, record, prompt } = await resolvePrompt(app, body.reference);
  if (record !== undefined) return record;
  const { root } = requireWorktree(await app.workspace());
  const { versions } = readItem(worktreeTree(root), "prompt", name);
  const text = sha256Of(flattenPrompt(prompt));
  const published = versions.findLast((entry) => entry.record?.ok && entry.record.value.sha256 === text);
  if (published?.record?.ok) return published.record.value;
  const latest = versions.at(-1)?.version;
  const shown = displayPath(name);
  throw refused(
    `${displayPath(at.file)} asks the working copy of ${shown}, which is ${latest === undefined ? "not published" : "no published version"}`,
    latest === undefined
      ? `publish it first: mlx prompt publish ${shown}`
      : `publish it first: mlx prompt publish ${shown}; or name a version: --prompt ${shown}@${latest}`,
  );
}

function pinned(prompt: SuitePrompt, { name, version }: VersionRecord): SuitePrompt {
  const { body } = prompt;
  const named = body.kind === "reference" ? { named: body.reference } : {};
  return { ...prompt, body: { kind: "reference", reference: `${name}@${version}`, ...named } };
}

function refused(message: string, hint: string): MlxError {
  return new MlxError("MLX_EVIDENCE_REFUSED", message, { hint, exitCode: 2 });
}

import { MlxError } from "../../core/errors.js";
import { createRedactor } from "../../core/redact.js";
import type { LintFinding } from "../../prompts/lint/lint-finding.js";
import { ruleOf, unknownRule } from "../../prompts/lint/rules.js";
import { type Found, type LintLevels, levelOf, settleFindings } from "../../prompts/lint/settle-findings.js";
import type { World } from "../../prompts/lint/subject.js";
import type { TextSource } from "../../prompts/source.js";
import { textSource } from "../../prompts/text-source.js";
import type { App } from "../app.js";
import { knownSuites } from "./known-suites.js";
import { type LintChoice, lintTargets } from "./lint-targets.js";
import { isFound, type Linted, lintAlone, lintTogether, startIfMany } from "./lint-together.js";
import { type LintFacts, lintWorld } from "./lint-world.js";
import { Linter } from "./linter.js";
import { suiteCases } from "./suite-cases.js";

export interface LintRequest extends LintChoice {
  /** Only these rules. */
  readonly rules?: readonly string[];
}

export interface LintReport {
  /** How many prompts were looked at. */
  readonly checked: number;
  /** By file in byte order, then by place. */
  readonly findings: readonly LintFinding[];
  /** The prompts and partials that were asked for. */
  readonly files: readonly string[];
  /** The texts that something was found in, and perhaps others that were looked at, by file. */
  readonly sources: ReadonlyMap<string, TextSource>;
}

/**
 * Checks prompts by every rule that the configuration leaves on. Reads the tree alone, never git or the working tree, but for the
 * suites of a working tree that is linted as such.
 * @throws {MlxError} exit 2: `MLX_INVALID_CONFIG` where the project's configuration names a rule that does not exist,
 *   `MLX_PROMPT_NOT_FOUND` for an unknown name or file.
 */
export async function lintPrompts(app: App, request: LintRequest): Promise<LintReport> {
  const { prompts, models } = await app.config();
  const { rules, maxTokens } = prompts.lint;
  refuseUnknownRules(Object.keys(rules));
  const levels: LintLevels = { rules, ...(request.rules && { only: new Set(request.rules) }) };
  const facts: LintFacts = {
    levels,
    models,
    today: new Date(app.now()).toISOString().slice(0, 10),
    ...(maxTokens !== undefined && { maxTokens }),
  };
  // It gets ready while the prompts are listed here.
  const thread = startIfMany(request);
  try {
    const linter = new Linter(lintWorld(request.tree, facts, countTokens, suitesOf(app, request)), levels);
    const targets = await lintTargets(request);
    const direct = thread
      ? await lintTogether(request, { targets, facts }, linter, thread)
      : await lintAlone(targets, linter);
    const linted = await withSecrets(
      [...direct, ...(await lintIncluding(request, direct, linter))],
      linter,
      levels,
    );
    return reportOf(linted, levels);
  } finally {
    thread?.stop();
  }
}

function reportOf(linted: readonly Linted[], levels: LintLevels): LintReport {
  const found = linted.filter(isFound);
  const settled = linted.flatMap((one) => (isFound(one) ? [] : one.findings));
  return {
    checked: linted.filter((one) => !isFound(one) || one.subject.kind !== "partial").length,
    findings: withoutSecrets(settleFindings(found, levels, settled)),
    files: linted.map(fileOf),
    sources: new Map(linted.flatMap(sourcesOf).map((source) => [source.file, source])),
  };
}

function refuseUnknownRules(ids: readonly string[]): void {
  const unknown = ids.find((id) => ruleOf(id) === undefined);
  if (unknown === undefined) return;
  const { message, hint } = unknownRule(unknown);
  throw new MlxError("MLX_INVALID_CONFIG", `prompts.lint.rules: ${message}`, { hint, exitCode: 2 });
}

async function countTokens(texts: readonly string[], model?: string): ReturnType<World["countTokens"]> {
  const counter = await import("../../tokens/count-tokens.js");
  return counter.countTokens(texts, model);
}

/** What the rules on suites go by, of a working tree. */
function suitesOf(app: App, { root }: LintRequest): World["suites"] {
  return root === undefined ? undefined : knownSuites(root, (suite) => suiteCases(app, root, suite));
}

function fileOf(one: Linted): string {
  return isFound(one) ? one.subject.file : one.target.file;
}

function sourcesOf(one: Linted): readonly TextSource[] {
  if (isFound(one)) return one.subject.sources;
  return one.text === undefined ? [] : [textSource(one.target.file, one.text)];
}

/** Of partials that were named, the prompts that take them in are looked at too. */
async function lintIncluding(
  { files }: LintRequest,
  done: readonly Linted[],
  linter: Linter,
): Promise<readonly Found[]> {
  const partials = done.filter(isFound).filter(({ subject }) => subject.kind === "partial");
  if (files === undefined || partials.length === 0) return [];
  return linter.lintIncluding(new Set(partials.map(fileOf)), new Set(done.map(fileOf)));
}

/**
 * Adds the secrets that stand in the texts. A prompt that the other thread has settled and that holds one is linted again:
 * a comment in it may be about the secret.
 */
async function withSecrets(
  linted: readonly Linted[],
  linter: Linter,
  levels: LintLevels,
): Promise<readonly Linted[]> {
  const isWanted = (one: Linted) =>
    isFound(one) ? levelOf("secret", one.subject, levels) !== "off" : one.isSuspect;
  const texts = linted.filter(isWanted).flatMap(sourcesOf);
  if (texts.length === 0) return linted;
  const { secretFindings } = await import("./lint-secrets.js");
  const secrets = await secretFindings(texts);
  if (secrets.size === 0) return linted;
  const all: Linted[] = [];
  for (const one of linted) {
    const held = isWanted(one) ? sourcesOf(one).flatMap(({ file }) => secrets.get(file) ?? []) : [];
    if (held.length === 0) {
      all.push(one);
      continue;
    }
    const { subject, findings } = isFound(one) ? one : await linter.lint(one.target);
    all.push({ subject, findings: [...findings, ...held] });
  }
  return all;
}

/** Another rule may quote the line that a secret stands on. */
function withoutSecrets(findings: readonly LintFinding[]): readonly LintFinding[] {
  const places = new Set(
    findings.filter(({ rule }) => rule === "secret").map(({ file, line }) => `${line} ${file}`),
  );
  if (places.size === 0) return findings;
  const redact = createRedactor();
  return findings.map((finding) => {
    if (finding.rule === "secret" || !places.has(`${finding.line} ${finding.file}`)) return finding;
    const { message, hint } = finding;
    return { ...finding, message: redact(message), ...(hint !== undefined && { hint: redact(hint) }) };
  });
}

import { MlxError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { createRedactor } from "../../core/redact.js";
import type { ResolvedConfig } from "../../core/settings.js";
import { runChecks } from "../../prompts/lint/checks.js";
import { disableMark } from "../../prompts/lint/disable-comments.js";
import type { LintFinding } from "../../prompts/lint/lint-finding.js";
import { ruleOf, unknownRule } from "../../prompts/lint/rules.js";
import { type Found, type LintLevels, levelOf, settleFindings } from "../../prompts/lint/settle-findings.js";
import type { Subject, World } from "../../prompts/lint/subject.js";
import { modelFacts } from "../../prompts/models/model-facts.js";
import { promptNames } from "../../prompts/prompt-paths.js";
import type { TextSource } from "../../prompts/source.js";
import type { App } from "../app.js";
import { knownSuites } from "./known-suites.js";
import { SubjectReader } from "./lint-subjects.js";
import { type LintChoice, lintTargets } from "./lint-targets.js";
import { suiteCases } from "./suite-cases.js";
import { withinTime } from "./within-time.js";

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
  /** Every text that was looked at, included ones too, by file. */
  readonly sources: ReadonlyMap<string, TextSource>;
}

/**
 * Checks prompts by every rule that the configuration leaves on. Reads the tree alone, never git or the working tree, but for the
 * suites of a working tree that is linted as such.
 * @throws {MlxError} exit 2: `MLX_INVALID_CONFIG` where the project's configuration names a rule that does not exist,
 *   `MLX_PROMPT_NOT_FOUND` for an unknown name or file.
 */
export async function lintPrompts(app: App, request: LintRequest): Promise<LintReport> {
  const config = await app.config();
  refuseUnknownRules(Object.keys(config.prompts.lint.rules));
  const levels: LintLevels = {
    rules: config.prompts.lint.rules,
    ...(request.rules && { only: new Set(request.rules) }),
  };
  const { maxTokens } = config.prompts.lint;
  const world: World = {
    tree: request.tree,
    folders: groupBy(promptNames(request.tree), (name) => name.toLowerCase()),
    model: modelLookup(config.models),
    found: new Map(),
    today: new Date(app.now()).toISOString().slice(0, 10),
    ...(maxTokens !== undefined && { maxTokens }),
    countTokens: async (texts, model) => {
      const { countTokens } = await import("../../tokens/count-tokens.js");
      return countTokens(texts, model);
    },
    withinTime,
    ...suitesOf(app, request),
  };
  const found: Found[] = [];
  for await (const subject of openSubjects(request, world)) {
    const findings = await runChecks(subject, levels);
    found.push({ subject: findings.length === 0 ? withoutTemplate(subject) : subject, findings });
  }
  const subjects = found.map(({ subject }) => subject);
  await addSecrets(found, levels);
  return {
    checked: subjects.filter(({ kind }) => kind !== "partial").length,
    findings: withoutSecrets(settleFindings(found, levels)),
    files: subjects.map(({ file }) => file),
    sources: new Map(subjects.flatMap(({ sources }) => sources.map((source) => [source.file, source]))),
  };
}

function refuseUnknownRules(ids: readonly string[]): void {
  const unknown = ids.find((id) => ruleOf(id) === undefined);
  if (unknown === undefined) return;
  const { message, hint } = unknownRule(unknown);
  throw new MlxError("MLX_INVALID_CONFIG", `prompts.lint.rules: ${message}`, { hint, exitCode: 2 });
}

/** What the rules on suites go by, of a working tree. */
function suitesOf(app: App, { root }: LintRequest): Pick<World, "suites"> {
  if (root === undefined) return {};
  return { suites: knownSuites(root, (suite) => suiteCases(app, root, suite)) };
}

/** Prompts use few models: each is looked up once. */
function modelLookup(models: ResolvedConfig["models"]): World["model"] {
  const known = new Map<string, ReturnType<World["model"]>>();
  return (name) => {
    if (!known.has(name)) known.set(name, modelFacts(name, models));
    return known.get(name);
  };
}

/** Each is read when its turn has come: what is understood of a thousand prompts at once is much to keep. */
async function* openSubjects(request: LintRequest, world: World): AsyncGenerator<Subject> {
  const reader = new SubjectReader(world);
  const files = new Set<string>();
  const partials = new Set<string>();
  for (const target of await lintTargets(request)) {
    if (files.has(target.file)) continue;
    files.add(target.file);
    const subject = await reader.open(target);
    if (subject.kind === "partial") partials.add(subject.file);
    yield subject;
  }
  if (request.files === undefined || partials.size === 0) return;
  for (const subject of await reader.including(partials)) if (!files.has(subject.file)) yield subject;
}

/** Lets go of what only checks and comments to the linter need, of which this one has none. */
function withoutTemplate(subject: Subject): Subject {
  if (subject.sources.some(({ text }) => text.includes(disableMark))) return subject;
  const { template: _template, prompt: _prompt, ...parsed } = subject.parsed;
  return { ...subject, parsed };
}

async function addSecrets(found: readonly Found[], levels: LintLevels): Promise<void> {
  const wanted = found.filter(({ subject }) => levelOf("secret", subject, levels) !== "off");
  if (wanted.length === 0) return;
  const { secretFindings } = await import("./lint-secrets.js");
  const secrets = await secretFindings(wanted.flatMap(({ subject }) => subject.sources));
  if (secrets.size === 0) return;
  for (const { subject, findings } of wanted) {
    for (const { file } of subject.sources)
      for (const secret of secrets.get(file) ?? []) findings.push(secret);
  }
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

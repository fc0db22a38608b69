import { compareBytes } from "../../core/byte-order.js";
import type { Severity } from "../../core/finding.js";
import { countOf } from "../../core/format-bytes.js";
import type { LintLevel } from "../../core/settings.js";
import { textSource } from "../text-source.js";
import { FileComments } from "./file-comments.js";
import type { LintFinding, TextEdit } from "./lint-finding.js";
import type { RawFinding } from "./raw-finding.js";
import { type RuleId, ruleOf } from "./rules.js";
import type { Subject } from "./subject.js";

/** Most findings of one rule in one file; how many more there are is said in one. */
const mostOfOneKind = 50;

/** What checks have found in a file. */
export interface Found {
  readonly subject: Subject;
  readonly findings: readonly RawFinding[];
}

export interface LintLevels {
  /** By rule, for the whole project. */
  readonly rules: Readonly<Record<string, LintLevel>>;
  /** Only these are wanted; absent: all. */
  readonly only?: ReadonlySet<string>;
}

/** What a rule's findings weigh for a file: what the prompt says, else what the project says; undefined for the rule's own. */
export function levelOf(rule: RuleId, subject: Subject, levels: LintLevels): LintLevel | undefined {
  if (levels.only && !levels.only.has(rule)) return "off";
  const own = subject.parsed.frontMatter?.lint.rules.get(rule);
  return own ?? (Object.hasOwn(levels.rules, rule) ? levels.rules[rule] : undefined);
}

/**
 * Gives findings their severity, leaves out what comments disable, and adds what is wrong with those comments.
 * @param settled those of other files, for which this has been done.
 * @returns by file in byte order, then by place.
 */
export function settleFindings(
  found: readonly Found[],
  levels: LintLevels,
  settled: readonly LintFinding[] = [],
): LintFinding[] {
  const findings = new SettledFindings(levels);
  for (const { subject } of found) findings.learn(subject);
  for (const { subject, findings: raw } of found) for (const finding of raw) findings.add(subject, finding);
  for (const { subject } of found) findings.addComments(subject);
  return findings.list(settled);
}

/** Findings of one rule in one file that are too many to show. */
interface Rest {
  count: number;
  readonly first: RawFinding;
  readonly severity: Severity;
  readonly edits: TextEdit[];
}

class SettledFindings {
  readonly #comments = new Map<string, FileComments>();
  readonly #kept = new Map<string, LintFinding[]>();
  readonly #rest = new Map<string, Rest>();
  readonly #seen = new Set<RawFinding | string>();

  constructor(private readonly levels: LintLevels) {}

  /** Reads the comments of the files that a subject consists of. */
  learn({ parsed, sources, file }: Subject): void {
    for (const source of sources) {
      if (this.#comments.has(source.file) && source.file !== file) continue;
      const own = source.file === file;
      const comments = new FileComments({
        source,
        bodyStart: own ? parsed.source.bodyStart : 0,
        ...(own && parsed.source.yaml && { yaml: parsed.source.yaml }),
        ...(parsed.template && { template: parsed.template }),
      });
      this.#comments.set(source.file, comments);
    }
  }

  add(subject: Subject, finding: RawFinding): void {
    const level = levelOf(finding.rule, subject, this.levels);
    if (level === "off" || this.#isKnown(finding)) return;
    const severity = level ?? finding.severity ?? ruleOf(finding.rule)?.severity ?? "error";
    const { rule, place } = finding;
    const kind = `${rule} ${place.file}`;
    const kept = this.#kept.get(kind) ?? [];
    this.#kept.set(kind, kept);
    const comments = this.#commentsOf(subject, place.file);
    const isDisabled = !comments.isEmpty && comments.disables(rule, place.locate().at.line);
    if (isDisabled && rule !== "disable-comment") return;
    if (kept.length >= mostOfOneKind || finding.count !== undefined) {
      this.#count(kind, finding, severity);
      return;
    }
    const { at, end } = place.locate();
    const { message, hint, fix } = finding;
    if (this.#isKnown(`${kind} ${at.line} ${at.column} ${message}`)) return;
    kept.push({
      rule,
      severity,
      ...at,
      ...(end && { end: { line: end.line, column: end.column } }),
      message,
      ...(hint !== undefined && { hint }),
      ...(fix && { fixable: true, fix }),
    });
  }

  /** The comments of a published version are frozen; those of a file that is not understood may all be needed. */
  addComments(subject: Subject): void {
    const { parsed, kind, file } = subject;
    const isChecked = kind !== "version" && parsed.problems.length === 0;
    const findings = this.#commentsOf(subject, file).findings(
      (rule) => isChecked && this.#wasRun(rule, subject),
    );
    for (const finding of findings) this.add(subject, finding);
  }

  list(settled: readonly LintFinding[]): LintFinding[] {
    const all = [...[...this.#kept.values()].flat(), ...settled];
    for (const { count, first, severity, edits } of this.#rest.values()) {
      const message = `${countOf(count, "more finding")} of this rule in this file`;
      const fix = edits.length > 0 && ({ fixable: true, fix: { kind: "edit", edits } } as const);
      all.push({ rule: first.rule, severity, ...first.place.locate().at, message, ...fix });
    }
    return all.sort(
      (a, b) =>
        compareBytes(a.file, b.file) || a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : 1),
    );
  }

  #isKnown(finding: RawFinding | string): boolean {
    if (this.#seen.has(finding)) return true;
    this.#seen.add(finding);
    return false;
  }

  #wasRun(id: string, subject: Subject): boolean {
    const rule = ruleOf(id);
    if (!rule || levelOf(rule.id, subject, this.levels) === "off") return false;
    return subject.kind !== "partial" || textRules.has(id);
  }

  #count(kind: string, finding: RawFinding, severity: Severity): void {
    const rest = this.#rest.get(kind) ?? { count: 0, first: finding, severity, edits: [] };
    rest.count += finding.count ?? 1;
    if (finding.fix?.kind === "edit") for (const edit of finding.fix.edits) rest.edits.push(edit);
    this.#rest.set(kind, rest);
  }

  #commentsOf(subject: Subject, file: string): FileComments {
    const known = this.#comments.get(file);
    if (known) return known;
    const bytes = file.endsWith(".md") ? subject.world.tree.read(file) : undefined;
    const source = textSource(file, new TextDecoder().decode(bytes));
    const comments = new FileComments({ source, bodyStart: 0 });
    this.#comments.set(file, comments);
    return comments;
  }
}

/** Rules that need no more than a file of its own: those that say something about what others include. */
const textRules: ReadonlySet<string> = new Set([
  ...["hidden-unicode", "homoglyph", "personal-data", "secret", "conflict-marks"],
  ...["environment-reference", "role-line", "encoding"],
]);

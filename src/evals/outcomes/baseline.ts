import { canonicalJson } from "../../core/canonical-json.js";
import { type Sha256, sha256Of } from "../../core/sha256.js";
import type { Person } from "../../registry/types.js";
import type { JudgeIdentity } from "../judges/judge-identity.js";
import { caseLine } from "./case-line.js";
import type { CaseOutcome } from "./types.js";

/** Of the form that this mlx writes and reads. */
export const baselineVersion = 1;

/** Figures of a baseline, for people: over its cases, repeats averaged within each. */
export interface BaselineSummary {
  readonly cases: number;
  /** Repeats, over all cases. */
  readonly passed: number;
  readonly graded: number;
  readonly errored: number;
  /** Null where no case could be graded, or none has a score. */
  readonly passRate: number | null;
  readonly score: number | null;
  readonly metrics: Readonly<Record<string, number>>;
}

/** What a suite's evaluations are held against, as the repository keeps it: `evals/baselines/<suite>.json`. */
export interface Baseline {
  readonly suite: string;
  /** The suite's file, from the repository's top. */
  readonly file: string;
  /** The evaluation that it was taken of. */
  readonly evaluation: string;
  /** RFC 3339 in UTC: when that evaluation began, and when it was accepted. */
  readonly ran: string;
  readonly time: string;
  readonly author: Person;
  readonly message?: string;
  /** The commit that was checked out when the evaluation ran, and whether the working tree differed from it. */
  readonly commit?: string;
  readonly dirty: boolean;
  /** By which options only a part of the suite was run: `--limit 20`. */
  readonly partial?: readonly string[];
  /** SHA-256 by path or prompt of what the results depend on. */
  readonly digests: Readonly<Record<string, string>>;
  readonly judges: readonly JudgeIdentity[];
  /** Labels. */
  readonly prompts: readonly string[];
  readonly providers: readonly string[];
  readonly summary: BaselineSummary;
  /** By prompt, provider and id. */
  readonly cases: readonly CaseOutcome[];
}

/**
 * The one text of a baseline's file: the header in canonical form, then a line for each case. `digest` is the SHA-256 of the text
 * without its own line.
 */
export function formatBaseline(baseline: Baseline): string {
  const { cases, ...header } = baseline;
  const rest = casesText(cases);
  const unsealed = headerText(header);
  return `${headerText(header, sha256Of(unsealed + rest))}${rest}`;
}

/** Up to where the cases begin. */
export function headerText(header: Omit<Baseline, "cases">, digest?: Sha256): string {
  const text = canonicalJson({ mlx: baselineVersion, ...header, ...(digest && { digest }) });
  return `${text.slice(0, -"\n}\n".length)},\n  "cases": [\n`;
}

/** What stands after the last case. */
export const casesEnd = "  ]\n}\n";

function casesText(cases: readonly CaseOutcome[]): string {
  return `${cases.map((outcome) => `    ${caseLine(outcome)}`).join(",\n")}\n${casesEnd}`;
}

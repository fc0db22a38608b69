import { caseReason } from "./case-reason.js";
import type { CaseResult } from "./types.js";

/** A case to look at first. */
export interface WorstCase {
  readonly id: string;
  readonly index: number;
  readonly test: string;
  readonly description?: string;
  readonly prompt: string;
  readonly provider: string;
  readonly repeat: number;
  readonly status: "failed" | "errored";
  readonly score?: number;
  readonly critical: boolean;
  /** Of the provider's error, or of the first grade that failed or erred. */
  readonly reason: string;
  readonly at?: CaseResult["at"];
}

const most = 20;

/** Keeps the worst cases: errored before failed, critical before others, then the lowest scores, then the order of the suite. */
export class WorstCases {
  readonly #kept: WorstCase[] = [];

  add(result: CaseResult): void {
    if (result.status === "passed") return;
    const last = this.#kept.at(-1);
    if (last && this.#kept.length === most && compare(result, last) > 0) return;
    const place = this.#kept.findIndex((other) => compare(result, other) < 0);
    const worst = shortened(result, result.status);
    if (place === -1) this.#kept.push(worst);
    else this.#kept.splice(place, 0, worst);
    if (this.#kept.length > most) this.#kept.pop();
  }

  finish(): readonly WorstCase[] {
    return this.#kept;
  }
}

type Ranked = Pick<CaseResult, "status" | "critical" | "score" | "index">;

function compare(a: Ranked, b: Ranked): number {
  return (
    Number(b.status === "errored") - Number(a.status === "errored") ||
    Number(b.critical) - Number(a.critical) ||
    (a.score ?? 0) - (b.score ?? 0) ||
    a.index - b.index
  );
}

function shortened(result: CaseResult, status: WorstCase["status"]): WorstCase {
  const { id, index, test, description, prompt, provider, repeat, score, critical, at } = result;
  return {
    ...{ id, index, test, prompt, provider, repeat, status, critical },
    ...(description !== undefined && { description }),
    ...(score !== undefined && { score }),
    reason: caseReason(result),
    ...(at && { at }),
  };
}

import { compareBytes } from "../../core/byte-order.js";
import { sha256Of } from "../../core/sha256.js";
import type { CaseResult } from "../types.js";
import { isRejected } from "./judge-category.js";
import { judgedGrades } from "./judged-grades.js";
import { outputDigest } from "./output-digest.js";

/** An answer that may be labelled. */
export interface LabelCandidate {
  readonly id: string;
  readonly test: string;
  readonly outputDigest: string;
  readonly rejected: boolean;
}

/** Answers that the judge of a grader has judged, each text once for each test. */
export class LabelCandidates {
  readonly #found: LabelCandidate[] = [];
  readonly #seen = new Set<string>();

  constructor(private readonly grader: string) {}

  add(result: CaseResult): void {
    const judged = judgedGrades(result.grades).find(({ grader }) => grader === this.grader);
    if (judged === undefined || judged.grade.status === "errored" || result.output === undefined) return;
    const digest = outputDigest(result.output);
    const key = sha256Of(JSON.stringify([result.test, result.prompt, result.provider, digest])).slice(0, 24);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const { id, test } = result;
    this.#found.push({ id, test, outputDigest: digest, rejected: isRejected(judged.grade) });
  }

  /**
   * So many of them, half rejected by the judge and half accepted as far as there are, in an order that says nothing of it. The same for a
   * seed, whatever the order in which they came.
   */
  sample(size: number, seed: string): readonly LabelCandidate[] {
    const drawn = shuffled(this.#found, `${seed} draw`);
    const rejected = drawn.filter((one) => one.rejected);
    const accepted = drawn.filter((one) => !one.rejected);
    const half = Math.min(rejected.length, Math.max(Math.floor(size / 2), size - accepted.length));
    const chosen = [...rejected.slice(0, half), ...accepted.slice(0, Math.max(0, size - half))];
    return shuffled(chosen, `${seed} order`);
  }
}

function shuffled(candidates: readonly LabelCandidate[], seed: string): readonly LabelCandidate[] {
  return candidates
    .map((one) => ({ one, place: sha256Of(JSON.stringify([seed, one.id, one.outputDigest])) }))
    .sort((a, b) => compareBytes(a.place, b.place))
    .map(({ one }) => one);
}

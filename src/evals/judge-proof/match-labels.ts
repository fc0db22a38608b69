import { closest } from "../../core/suggest.js";
import type { CaseResult } from "../types.js";
import { outputDigest } from "./output-digest.js";
import type { PersonLabel } from "./person-label.js";

/** A label and the result that it is of. */
export interface LabelledResult {
  readonly label: PersonLabel;
  readonly result: CaseResult;
}

/** A label that says nothing of this evaluation. */
export interface StrayLabel {
  readonly label: PersonLabel;
  readonly why: "no_case" | "other_output" | "ambiguous" | "same_case" | "not_judged";
  readonly reason: string;
}

/** Finds the results of labels, whatever the order in which results come; keeps no others. */
export class LabelMatcher {
  readonly #byId = new Map<string, PersonLabel[]>();
  readonly #found = new Map<PersonLabel, CaseResult[]>();
  readonly #ids = new Set<string>();

  constructor(private readonly labels: readonly PersonLabel[]) {
    for (const label of labels) {
      const same = this.#byId.get(label.id);
      if (same) same.push(label);
      else this.#byId.set(label.id, [label]);
    }
  }

  add(result: CaseResult): void {
    this.#ids.add(result.id);
    const names = result.id === result.test ? [result.id] : [result.id, result.test];
    for (const label of names.flatMap((name) => this.#byId.get(name) ?? [])) {
      if (label.prompt !== undefined && label.prompt !== result.prompt) continue;
      if (label.provider !== undefined && label.provider !== result.provider) continue;
      const found = this.#found.get(label);
      if (found) found.push(result);
      else this.#found.set(label, [result]);
    }
  }

  /** In the order of the labels. */
  finish(): { readonly matched: readonly LabelledResult[]; readonly strays: readonly StrayLabel[] } {
    const matched: LabelledResult[] = [];
    const strays: StrayLabel[] = [];
    const taken = new Map<string, PersonLabel>();
    for (const label of this.labels) {
      const found = this.#resultOf(label);
      if ("why" in found) {
        strays.push({ label, ...found });
        continue;
      }
      const key = JSON.stringify([found.result.id, label.grader ?? null]);
      const before = taken.get(key);
      if (before === undefined) {
        taken.set(key, label);
        matched.push({ label, ...found });
      } else {
        const reason = `the answer has its label on line ${before.at.line} already`;
        strays.push({ label, why: "same_case", reason });
      }
    }
    return { matched, strays };
  }

  #resultOf(label: PersonLabel): { readonly result: CaseResult } | Omit<StrayLabel, "label"> {
    const all = this.#found.get(label) ?? [];
    if (all.length === 0) return { why: "no_case", reason: this.#unknown(label) };
    const bound = label.outputDigest;
    const fitting = bound === undefined ? all : all.filter(({ output }) => outputDigest(output) === bound);
    const [first, ...others] = fitting.sort((a, b) => a.index - b.index);
    if (first === undefined)
      return { why: "other_output", reason: "the answer is another one than the one that was labelled" };
    const exact = fitting.find(({ id }) => id === label.id);
    if (exact) return { result: exact };
    const apart = others.some(
      ({ prompt, provider }) => prompt !== first.prompt || provider !== first.provider,
    );
    if (!apart) return { result: first };
    return {
      why: "ambiguous",
      reason: `the test has ${fitting.length} cases: name one by its id, or say "prompt" and "provider"`,
    };
  }

  #unknown({ id, prompt, provider }: PersonLabel): string {
    if (this.#ids.has(id) || this.#byId.get(id)?.some((one) => this.#found.has(one)) === true) {
      const named = [
        ...(prompt === undefined ? [] : [`prompt ${prompt}`]),
        ...(provider === undefined ? [] : [`provider ${provider}`]),
      ];
      return `the evaluation has no such case with ${named.join(" and ")}`;
    }
    const near = closest(id, this.#ids);
    return `the evaluation has no such case${near === undefined ? "" : `; did you mean ${near}?`}`;
  }
}

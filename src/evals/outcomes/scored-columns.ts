import { compareBytes } from "../../core/byte-order.js";
import { sha256Of } from "../../core/sha256.js";
import type { EvidenceScored, EvidenceScoredMetric, ScoredColumn } from "../../registry/evidence/evidence.js";
import type { CaseResult, Grade } from "../types.js";
import { mostKeptOutcomes } from "./most-kept-outcomes.js";
import { Places } from "./places.js";
import type { ScoredValue } from "./scored-value.js";
import type { CaseOutcome } from "./types.js";

type Case = Pick<CaseOutcome, "id" | "prompt" | "provider">;
type ScoredResult = Pick<CaseResult, "test" | "prompt" | "provider" | "repeat" | "grades">;

/** What became of one repeat of a case, by the names of the metrics. */
interface Repeat {
  readonly number: number;
  readonly values: ReadonlyMap<string, ScoredValue>;
}

/** What is kept of each case for figures over all of them, and what its columns mean. */
export interface KeptColumns {
  readonly scored: EvidenceScored;
  /** For each case, in the order in which they were given, a cell for each column. */
  readonly cells: readonly (readonly string[])[];
}

/** A longer text is an answer rather than the name of a class, UTF-16 units. */
const longestName = 100;

/** Gathers truth, prediction and probabilities of each case, of metrics that only all cases together have. */
export class ScoredColumns {
  readonly #cases = new Map<string, Repeat[]>();

  /** Takes results in any order. Of more cases than are kept it gathers nothing more. */
  add({ test, prompt, provider, repeat, grades }: ScoredResult): void {
    if (this.#cases.size > mostKeptOutcomes) return;
    const values = new Map(grades.flatMap(scoredIn).map((value) => [value.name, value]));
    const key = keyOf({ id: test, prompt, provider });
    const repeats = this.#cases.get(key);
    if (repeats === undefined) this.#cases.set(key, [{ number: repeat, values }]);
    else repeats.push({ number: repeat, values });
  }

  /** @param cases whose columns are wanted. @returns undefined where no case has such a metric, or there are too many cases. */
  finish(cases: readonly Case[]): KeptColumns | undefined {
    if (this.#cases.size > mostKeptOutcomes) return undefined;
    const repeats = cases.map((one) =>
      (this.#cases.get(keyOf(one)) ?? []).toSorted((a, b) => a.number - b.number),
    );
    const first = new Map<string, ScoredValue>();
    for (const { values } of repeats.flat())
      for (const [name, value] of values) if (!first.has(name)) first.set(name, value);
    if (first.size === 0) return undefined;
    const columns = new Columns(repeats);
    const metrics = [...first]
      .sort(([a], [b]) => compareBytes(a, b))
      .map(([name, value]) => [name, metricOf(name, value, columns)] as const);
    const { texts, kinds, cells } = columns;
    return { scored: { texts, columns: kinds, metrics: Object.fromEntries(metrics) }, cells };
  }
}

/** Columns of the same content are one: most metrics of a suite are of the same truth and prediction. */
class Columns {
  readonly #texts = new Places();
  readonly #places = new Map<string, number>();
  readonly #all: { readonly kind: ScoredColumn; readonly cells: readonly string[] }[] = [];

  constructor(private readonly cases: readonly (readonly Repeat[])[]) {}

  /** @returns the place of the column. */
  ofTexts(name: string, value: (of: ScoredValue) => string): number {
    return this.#place("text", name, (of) => this.#texts.of(shortened(value(of))));
  }

  ofNumbers(name: string, value: (of: ScoredValue) => number | undefined): number {
    return this.#place("number", name, (of) => {
      const number = value(of);
      return number === undefined ? "-" : String(number);
    });
  }

  get texts(): readonly string[] {
    return this.#texts.texts;
  }

  get kinds(): readonly ScoredColumn[] {
    return this.#all.map(({ kind }) => kind);
  }

  get cells(): readonly (readonly string[])[] {
    return this.cases.map((_, row) => this.#all.map(({ cells }) => cells[row] ?? "-"));
  }

  #place(kind: ScoredColumn, name: string, textOf: (of: ScoredValue) => string): number {
    const cells = this.cases.map((repeats) => {
      const items = repeats.map(({ values }) => {
        const value = values.get(name);
        return value === undefined ? "-" : textOf(value);
      });
      return items.every((item) => item === "-") ? "-" : items.join(",");
    });
    const key = `${kind}\n${cells.join("\n")}`;
    const known = this.#places.get(key) ?? this.#all.length;
    if (known === this.#all.length) {
      this.#places.set(key, known);
      this.#all.push({ kind, cells });
    }
    return known;
  }
}

function metricOf(name: string, first: ScoredValue, columns: Columns): EvidenceScoredMetric {
  const { metric, scores, task, positive, bins } = first;
  const column = (value: (of: ScoredValue) => string) =>
    task === "regression" ? columns.ofNumbers(name, (of) => Number(value(of))) : columns.ofTexts(name, value);
  const classes = Object.keys(scores ?? {}).sort(compareBytes);
  return {
    metric,
    truth: column((of) => of.truth),
    prediction: column((of) => of.prediction),
    ...(scores && {
      scores: Object.fromEntries(
        classes.map((klass) => [klass, columns.ofNumbers(name, ({ scores: own }) => own?.[klass])]),
      ),
    }),
    ...(task !== undefined && { task }),
    ...(positive !== undefined && { positive }),
    ...(bins !== undefined && { bins }),
  };
}

function scoredIn({ scored, components }: Grade): readonly ScoredValue[] {
  return [...(components ?? []).flatMap(scoredIn), ...(scored === undefined ? [] : [scored])];
}

/** Evidence holds no answers. Equal texts stay equal, and other ones others. */
function shortened(text: string): string {
  return text.length > longestName ? `sha256:${sha256Of(text).slice(0, 16)}` : text;
}

function keyOf({ id, prompt, provider }: Case): string {
  return JSON.stringify([prompt, provider, id]);
}

import { binaryClasses, sortedClasses } from "../../stats/scoring/class-order.js";
import {
  binaryCases,
  labelCases,
  multiclassCases,
  numberCases,
  type ScoringColumns,
} from "../../stats/scoring/encode-cases.js";
import { taskOf } from "../../stats/scoring/task-of.js";
import type { ScoringCases, ScoringTask } from "../../stats/scoring/types.js";
import type { ScoredValue } from "./scored-value.js";
import { SharedValues } from "./shared-values.js";

/** The cases of one metric, as they came. */
export class ScoredSeries {
  readonly #truth: string[] = [];
  readonly #prediction: string[] = [];
  readonly #clusters: string[] = [];
  readonly #scores = new Map<string, number[]>();
  readonly #shared = new SharedValues();
  #cases: ScoringCases | undefined;

  /** @param first of its cases: settings are the same in all of them. */
  constructor(readonly first: ScoredValue) {}

  add({ truth, prediction, scores = {} }: ScoredValue, cluster: string): void {
    this.#cases = undefined;
    for (const [name, score] of Object.entries(scores)) {
      const column = this.#scores.get(name) ?? [];
      column[this.#truth.length] = score;
      this.#scores.set(name, column);
    }
    this.#truth.push(this.#shared.text(truth));
    this.#prediction.push(this.#shared.text(prediction));
    this.#clusters.push(this.#shared.text(cluster));
  }

  /** All cases, in the order in which they came. */
  get cases(): ScoringCases {
    this.#cases ??= this.#encode();
    return this.#cases;
  }

  /** The metric as it is called for this task: an average of one class is that of its positive class. */
  get metricName(): string {
    const { metric } = this.first;
    if (metric === "roc_auc_macro" || metric === "pr_auc_macro") return metric.replace("_macro", "");
    if (this.cases.task === "binary") return metric.replace(/^(roc_auc|pr_auc)_weighted$/, "$1");
    return metric;
  }

  /** Place of the class that is the good outcome; undefined where there is none. */
  get positive(): number | undefined {
    const { cases } = this;
    if (cases.task === "binary") return 1;
    const place = cases.task === "multiclass" ? cases.classes.indexOf(this.first.positive ?? "") : -1;
    return place === -1 ? undefined : place;
  }

  #encode(): ScoringCases {
    const columns = this.#columns();
    const { positive } = this.first;
    switch (this.first.task ?? this.#task(columns)) {
      case "regression":
        return numberCases(columns);
      case "multilabel":
        return labelCases(columns);
      case "multiclass":
        return multiclassCases(withoutPartialScores(columns));
      case "binary": {
        const classes = sortedClasses([...columns.truth, ...(columns.prediction ?? [])]);
        return binaryCases(columns, binaryClasses(classes, positive), 0.5);
      }
    }
  }

  /** A metric that is no error of numbers is of classes, even where classes are called by numbers. */
  #task({ truth, prediction, scores = [] }: ScoringColumns): ScoringTask {
    const { task } = taskOf(truth, prediction, scores.length);
    if (task !== "regression") return task;
    return new Set([...truth, ...(prediction ?? [])]).size > 2 ? "multiclass" : "binary";
  }

  /** Scores that not every case has count as none: half a ranking is no ranking. */
  #columns(): ScoringColumns {
    const n = this.#truth.length;
    const complete = [...this.#scores].filter(([, column]) => isComplete(column, n));
    return {
      ...{ truth: this.#truth, prediction: this.#prediction, clusters: this.#clusters },
      ...(complete.length > 0 &&
        complete.length === this.#scores.size && {
          scores: complete.map(([name, column]) => ({ name, values: Float64Array.from(column) })),
        }),
    };
  }
}

/** Several classes have probabilities only where each has some. */
function withoutPartialScores(columns: ScoringColumns): ScoringColumns {
  const { scores, ...plain } = columns;
  const names = new Set(scores?.map(({ name }) => name));
  return [...columns.truth, ...(columns.prediction ?? [])].every((name) => names.has(name)) ? columns : plain;
}

function isComplete(column: readonly number[], n: number): boolean {
  if (column.length !== n) return false;
  for (let place = 0; place < n; place++) if (column[place] === undefined) return false;
  return true;
}

import {
  type Average,
  accuracy,
  averaged,
  balancedAccuracy,
  type CountMeasure,
  f1,
  kappa,
  matthews,
  precision,
  recall,
} from "./class-measures.js";
import { type ClassTally, TallyOfClasses } from "./class-tally.js";
import { wholeDraw } from "./draw.js";
import { type Metric, share } from "./metric.js";
import type { ClassCases, LabelCases } from "./types.js";

const measures: readonly (readonly [name: string, measure: CountMeasure])[] = [
  ["precision", precision],
  ["recall", recall],
  ["f1", f1],
];
const averages: readonly Average[] = ["macro", "weighted", "micro"];

/** What counts of classes tell: accuracy, precision, recall, F1, Matthews' coefficient, κ. */
export function classMetrics(cases: ClassCases): readonly Metric[] {
  const tally = new TallyOfClasses(cases);
  const whole = tally.of(wholeDraw(cases.n));
  const metric = (name: string, of: (counts: ClassTally) => number, more: Partial<Metric> = {}): Metric => ({
    ...{ name, better: "higher" as const, range: share, shown: true },
    statistic: (draw) => of(tally.of(draw)),
    ...more,
  });
  const hits = whole.hit.reduce((sum, each) => sum + each, 0);
  return [
    metric("accuracy", accuracy, { share: { part: hits, whole: whole.total } }),
    metric("balanced_accuracy", balancedAccuracy, missingClass(cases, whole)),
    ...(cases.task === "binary" ? ofPositive(whole, metric) : []),
    ...averagedMetrics(tally, whole, cases.task === "multiclass", { part: hits, whole: whole.total }),
    metric("mcc", matthews, { range: [-1, 1] }),
    metric("kappa", kappa, {
      range: [-1, 1],
      ...(Number.isNaN(kappa(whole)) && {
        undefinedBecause: "truth and prediction are one class alone: chance agrees always",
      }),
    }),
  ];
}

type Make = (name: string, of: (counts: ClassTally) => number, more?: Partial<Metric>) => Metric;

/** Of a binary task: measures of the positive class, and the recall of the negative one. */
function ofPositive({ hit, predicted, truth }: ClassTally, metric: Make): readonly Metric[] {
  const at = (counts: Float64Array, klass = 1) => counts[klass] ?? 0;
  const positive = (measure: CountMeasure) => (counts: ClassTally) =>
    measure(at(counts.hit), at(counts.predicted), at(counts.truth));
  const ofShare = (part: number, whole: number, nothing: string): Partial<Metric> =>
    whole === 0 ? { note: `${nothing}: taken as 0` } : { share: { part, whole } };
  return [
    metric(
      "precision",
      positive(precision),
      ofShare(at(hit), at(predicted), "no case was predicted positive"),
    ),
    metric("recall", positive(recall), ofShare(at(hit), at(truth), "no case is positive")),
    metric(
      "specificity",
      (counts) => recall(at(counts.hit, 0), at(counts.predicted, 0), at(counts.truth, 0)),
      ofShare(at(hit, 0), at(truth, 0), "no case is negative"),
    ),
    metric(
      "f1",
      positive(f1),
      at(predicted) + at(truth) === 0 ? { note: "no case is or was predicted positive: taken as 0" } : {},
    ),
  ];
}

/**
 * Precision, recall and F1 over classes, by each average. Without a suffix they are the macro average, where no class is the positive one.
 * @param ownName whether a name without suffix is theirs. @param oneEach the accuracy, where a case has one class: then it is every micro average.
 */
export function averagedMetrics(
  tally: TallyOfClasses,
  whole: ClassTally,
  ownName: boolean,
  oneEach?: Metric["share"],
): readonly Metric[] {
  const counted = [...whole.truth.keys()].filter(
    (place) => (whole.truth[place] ?? 0) + (whole.predicted[place] ?? 0) > 0,
  );
  const note = neverPredicted(whole, counted);
  return measures.flatMap(([name, measure]) => {
    const made = averages.map(
      (average): Metric => ({
        ...{ name: `${name}_${average}`, better: "higher", range: share },
        shown: ownName && average !== "micro",
        statistic: (draw) => averaged(tally.of(draw), measure, average, counted),
        ...(note !== undefined && average === "macro" && name === "precision" && { note }),
        ...(average === "micro" && oneEach && { share: oneEach }),
        ...(counted.length === 0 && { undefinedBecause: "no case has or was given a label" }),
      }),
    );
    const [macro] = made;
    return ownName && macro ? [...made, { ...macro, name, shown: false }] : made;
  });
}

/** scikit-learn warns here, and so do we. */
function neverPredicted({ predicted }: ClassTally, counted: readonly number[]): string | undefined {
  const count = counted.filter((place) => (predicted[place] ?? 0) === 0).length;
  if (count === 0) return undefined;
  return `${count === 1 ? "one class was" : `${count} classes were`} never predicted: precision taken as 0`;
}

function missingClass({ task, classes }: ClassCases, { truth }: ClassTally): Partial<Metric> {
  const missing = task === "binary" ? classes.filter((_, place) => (truth[place] ?? 0) === 0) : [];
  return missing.length === 0 ? {} : { note: `no case is ${missing.join(", ")}: recall of the other alone` };
}

/** What counts of labels tell, where a case has any number of them. */
export function labelMetrics(cases: LabelCases): readonly Metric[] {
  const tally = new TallyOfClasses(cases);
  return averagedMetrics(tally, tally.of(wholeDraw(cases.n)), true).map((metric) =>
    metric.name.endsWith("_micro") ? { ...metric, shown: true } : metric,
  );
}

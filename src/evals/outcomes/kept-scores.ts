import type {
  EvidenceOutcomes,
  EvidenceScored,
  EvidenceScoredMetric,
} from "../../registry/evidence/evidence.js";
import { scoredCells } from "./compact-outcomes.js";
import type { ScoredValue } from "./scored-value.js";

/** What a metric has of each repeat of a case; undefined for a repeat without it. */
export type ScoredRepeats = readonly (ScoredValue | undefined)[];

/**
 * Reads what evidence keeps of a metric over all cases, for each case in the order of its lines.
 * @returns undefined where it keeps nothing of that metric, or a line is not of the form.
 */
export function keptScores(compact: EvidenceOutcomes, name: string): readonly ScoredRepeats[] | undefined {
  const { scored } = compact;
  const metric = scored && Object.hasOwn(scored.metrics, name) ? scored.metrics[name] : undefined;
  if (scored === undefined || metric === undefined) return undefined;
  const cases: ScoredRepeats[] = [];
  for (const line of compact.cases) {
    const repeats = repeatsOf(name, metric, scored, scoredCells(line, compact));
    if (repeats === undefined) return undefined;
    cases.push(repeats);
  }
  return cases;
}

/** Undefined where columns do not fit together. */
function repeatsOf(
  name: string,
  metric: EvidenceScoredMetric,
  { texts, columns }: EvidenceScored,
  cells: readonly string[],
): ScoredRepeats | undefined {
  const items = (place: number) => cells[place]?.split(",") ?? [];
  const text = (place: number, repeat: number): string | undefined => {
    const item = items(place)[repeat];
    if (item === undefined || columns[place] === "number") return item;
    return /^\d+$/.test(item) ? texts[Number(item)] : undefined;
  };
  const { truth, prediction, scores = {}, ...settings } = metric;
  const classes = Object.entries(scores);
  const repeats: (ScoredValue | undefined)[] = [];
  for (const [repeat, item] of items(truth).entries()) {
    if (item === "-") {
      repeats.push(undefined);
      continue;
    }
    const [is, said] = [text(truth, repeat), text(prediction, repeat)];
    const told = classes.flatMap(([klass, place]) => {
      const score = items(place)[repeat];
      return score === undefined || score === "-" ? [] : [[klass, Number(score)] as const];
    });
    if (is === undefined || said === undefined || told.some(([, score]) => !Number.isFinite(score)))
      return undefined;
    repeats.push({
      ...{ name, truth: is, prediction: said, ...settings },
      ...(metric.scores && { scores: Object.fromEntries(told) }),
    });
  }
  return repeats;
}

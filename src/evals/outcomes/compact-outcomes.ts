import type { EvidenceOutcomes } from "../../registry/evidence/evidence.js";
import { mostKeptOutcomes } from "./most-kept-outcomes.js";
import { Places } from "./places.js";
import type { KeptColumns } from "./scored-columns.js";
import { setOwn } from "./shared-values.js";
import type { CaseOutcome } from "./types.js";

/**
 * What became of each case as evidence keeps it: enough to compare case by case. Slices, and what is critical, are left out.
 * @param scores of the same cases in the same order. @returns undefined where there are too many.
 */
export function compactOutcomes(
  outcomes: readonly CaseOutcome[],
  scores?: KeptColumns,
): EvidenceOutcomes | undefined {
  if (outcomes.length > mostKeptOutcomes) return undefined;
  const [prompts, providers, gradings] = [new Places(), new Places(), new Places()];
  const [clusters, judges] = [new Places(), new Places()];
  const metrics = [...new Set(outcomes.flatMap((outcome) => Object.keys(outcome.metrics)))].sort();
  const cases = outcomes.map((outcome, index) => {
    const { id, passed, graded, errored, score, input, grading, cluster } = outcome;
    const figure = (value: number | undefined) => (value === undefined ? "-" : String(value));
    return [
      ...[prompts.of(outcome.prompt), providers.of(outcome.provider), input === "" ? "-" : input],
      ...[gradings.of(grading === "" ? undefined : grading), clusters.of(cluster)],
      outcome.judges === undefined ? "-" : outcome.judges.map((judge) => judges.of(judge)).join(","),
      ...[passed, graded, errored, figure(score)],
      ...metrics.map((name) =>
        figure(Object.hasOwn(outcome.metrics, name) ? outcome.metrics[name] : undefined),
      ),
      ...(scores?.cells[index] ?? []),
      id,
    ].join(" ");
  });
  return {
    ...{ prompts: prompts.texts, providers: providers.texts, gradings: gradings.texts },
    ...{ clusters: clusters.texts, judges: judges.texts, metrics },
    ...(scores && { scored: scores.scored }),
    cases,
  };
}

/** Reads what `compactOutcomes` made; undefined where a line is not of that form. */
export function expandOutcomes(compact: EvidenceOutcomes): readonly CaseOutcome[] | undefined {
  const outcomes: CaseOutcome[] = [];
  for (const line of compact.cases) {
    const outcome = outcomeOf(line, compact);
    if (outcome === undefined) return undefined;
    outcomes.push(outcome);
  }
  return outcomes;
}

/** The cells that a line has for `scored`, in the order of its columns. */
export function scoredCells(line: string, { metrics, scored }: EvidenceOutcomes): readonly string[] {
  const start = fixed + metrics.length;
  return line.split(" ").slice(start, start + (scored?.columns.length ?? 0));
}

/** Fields of a line before its metrics. */
const fixed = 10;

function outcomeOf(line: string, compact: EvidenceOutcomes): CaseOutcome | undefined {
  const words = line.split(" ");
  const fields = words.slice(0, fixed);
  const [prompt, provider, input, grading, cluster, judged, passed, graded, errored, score] = fields;
  const labels = { prompt: at(compact.prompts, prompt), provider: at(compact.providers, provider) };
  const counts = { passed: number(passed), graded: number(graded), errored: number(errored) };
  if (labels.prompt === undefined || labels.provider === undefined || input === undefined) return undefined;
  if (counts.passed === undefined || counts.graded === undefined || counts.errored === undefined)
    return undefined;
  const metrics: Record<string, number> = {};
  for (const [index, name] of compact.metrics.entries()) {
    const value = number(words[fixed + index]);
    if (value !== undefined) setOwn(metrics, name, value);
  }
  const [group, value] = [at(compact.clusters, cluster), number(score)];
  const judges =
    judged === "-" ? undefined : judged?.split(",").flatMap((place) => at(compact.judges, place) ?? []);
  return {
    id: words.slice(fixed + compact.metrics.length + (compact.scored?.columns.length ?? 0)).join(" "),
    ...{ prompt: labels.prompt, provider: labels.provider },
    ...{ passed: counts.passed, graded: counts.graded, errored: counts.errored },
    ...(value !== undefined && { score: value }),
    metrics,
    ...(group !== undefined && { cluster: group }),
    ...{ critical: false, slices: {}, input: input === "-" ? "" : input },
    grading: at(compact.gradings, grading) ?? "",
    ...(judges && { judges }),
  };
}

function at(texts: readonly string[], place: string | undefined): string | undefined {
  return place === undefined || place === "-" ? undefined : texts[Number(place)];
}

function number(text: string | undefined): number | undefined {
  const value = text === undefined || text === "-" ? Number.NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

import type { EvidenceOutcomes } from "../../registry/evidence/evidence.js";
import { setOwn } from "./shared-values.js";
import type { CaseOutcome } from "./types.js";

/** Cases that evidence keeps at most; of more none are kept, so that it stays a small file. */
export const mostKeptOutcomes = 5000;

/** Gives texts that come again and again their places in a list. */
class Places {
  readonly #places = new Map<string, number>();

  /** `-` for what there is not. */
  of(text: string | undefined): string {
    if (text === undefined) return "-";
    const known = this.#places.get(text) ?? this.#places.size;
    this.#places.set(text, known);
    return String(known);
  }

  get texts(): readonly string[] {
    return [...this.#places.keys()];
  }
}

/** What became of each case as evidence keeps it: enough to compare case by case. Slices, and what is critical, are left out. */
export function compactOutcomes(outcomes: readonly CaseOutcome[]): EvidenceOutcomes | undefined {
  if (outcomes.length > mostKeptOutcomes) return undefined;
  const [prompts, providers, gradings] = [new Places(), new Places(), new Places()];
  const [clusters, judges] = [new Places(), new Places()];
  const metrics = [...new Set(outcomes.flatMap((outcome) => Object.keys(outcome.metrics)))].sort();
  const cases = outcomes.map((outcome) => {
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
      id,
    ].join(" ");
  });
  return {
    ...{ prompts: prompts.texts, providers: providers.texts, gradings: gradings.texts },
    ...{ clusters: clusters.texts, judges: judges.texts, metrics, cases },
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
    id: words.slice(fixed + compact.metrics.length).join(" "),
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

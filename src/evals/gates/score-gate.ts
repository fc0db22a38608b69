import { fewestCases } from "../../stats/scoring/score-cases.js";
import type { Measured } from "../../stats/scoring/types.js";

/** A limit that a figure has to keep. */
export interface ScoreGate {
  /** As typed. */
  readonly text: string;
  /** A metric, or a fairness measure. */
  readonly metric: string;
  /** The slice that is meant; of a fairness measure the slice whose values are the groups, without `value`. */
  readonly slice?: { readonly name: string; readonly value?: string };
  readonly relation: ">=" | "<=" | ">" | "<";
  readonly limit: number;
}

export interface ScoreGateResult {
  readonly name: string;
  readonly passed: boolean;
  /** Whether it cannot be said; then `passed` is false. */
  readonly inconclusive?: true;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  readonly threshold: number;
  readonly reason: string;
}

const written =
  /^\s*([a-z][a-z0-9_]*)\s*(?:\[\s*([^=\]]+?)\s*(?:=\s*([^\]]*?)\s*)?\])?\s*(>=|<=|>|<)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(%?)\s*$/i;

/** Reads `roc_auc>=0.9`, `f1[island=Biscoe] >= 90%` or `demographic_parity[sex]<=0.1`; undefined for anything else. */
export function parseScoreGate(text: string): ScoreGate | undefined {
  const [, metric = "", name, value, relation, number = "", percent] = written.exec(text) ?? [];
  if (relation !== ">=" && relation !== "<=" && relation !== ">" && relation !== "<") return undefined;
  const limit = Number(number) / (percent === "%" ? 100 : 1);
  const slice = name === undefined ? undefined : { name, ...(value !== undefined && { value }) };
  return { text: text.trim(), metric: metric.toLowerCase(), ...(slice && { slice }), relation, limit };
}

/**
 * Judges a gate by the figure itself, or by its interval: one that reaches across the limit says nothing.
 * @param measured undefined where there are no such cases.
 */
export function judgeScoreGate(
  gate: ScoreGate,
  measured: Measured | undefined,
  by: "estimate" | "interval",
): ScoreGateResult {
  const { text: name, limit: threshold } = gate;
  const open = (
    reason: string,
    value: number | null = null,
    interval: ScoreGateResult["interval"] = null,
  ): ScoreGateResult => ({
    ...{ name, passed: false, value, interval, threshold, reason },
    inconclusive: true,
  });
  if (measured === undefined)
    return open(`no case lies in ${gate.slice?.name} ${gate.slice?.value ?? ""}`.trim());
  if (measured.value === null) return open(measured.reason);
  const { value, interval, n } = measured;
  const keeps = (figure: number) => isWithin(figure, gate);
  const shown = round(value);
  if (by === "estimate") {
    const passed = keeps(value);
    return {
      name,
      passed,
      value,
      interval: interval ?? null,
      threshold,
      reason: `${shown}, wanted ${wantedText(gate)}`,
    };
  }
  if (interval === undefined) {
    const why = n < fewestCases ? "too few for an interval" : "they do not tell how sure it is";
    return open(`${shown} of ${n} cases: ${why}`, value);
  }
  const [low, high] = interval;
  const text = `${shown}, 95% interval ${round(low)} to ${round(high)}, wanted ${wantedText(gate)}`;
  if (keeps(low) !== keeps(high)) return open(`${text}: the interval reaches across`, value, interval);
  return { name, passed: keeps(low), value, interval, threshold, reason: text };
}

function isWithin(figure: number, { relation, limit }: ScoreGate): boolean {
  switch (relation) {
    case ">=":
      return figure >= limit;
    case "<=":
      return figure <= limit;
    case ">":
      return figure > limit;
    case "<":
      return figure < limit;
  }
}

const words = { ">=": "at least", "<=": "at most", ">": "more than", "<": "less than" } as const;

function wantedText({ relation, limit }: ScoreGate): string {
  return `${words[relation]} ${limit}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}

import type { Interval } from "../../../stats/types.js";
import type { GroupSummary } from "../../case-group.js";

/** A figure of a report. */
export interface ReportedFigure {
  readonly name: string;
  readonly value: number;
  readonly interval: Interval | undefined;
  /** Cases, and independent units among them, where that is known. */
  readonly n?: number;
  readonly units?: number;
}

/** The pass rate, by the estimate where there is one; undefined where nothing could be graded. */
export function passRateOf(group: GroupSummary): ReportedFigure | undefined {
  const estimated = estimateOf(group, "passRate");
  if (estimated !== undefined) return estimated;
  const { passRate, interval } = group;
  return passRate === null
    ? undefined
    : { name: "passRate", value: passRate, interval: interval ?? undefined };
}

/** The pass rate, and what repeats say of it. */
export function ratesOf(group: GroupSummary): readonly ReportedFigure[] {
  const names = Object.keys(group.estimates?.metrics ?? {}).filter(isRate);
  const rate = passRateOf(group);
  return [
    ...(rate ? [rate] : []),
    ...names.flatMap((name) => (name === "passRate" ? [] : (estimateOf(group, name) ?? []))),
  ];
}

/** The score and the named scores. */
export function scoresOf(group: GroupSummary): readonly ReportedFigure[] {
  const estimated = Object.keys(group.estimates?.metrics ?? {}).filter((name) => !isRate(name));
  const names = [...new Set([...estimated, ...Object.keys(group.metrics)])];
  const score: readonly ReportedFigure[] =
    group.score === null || estimated.includes("score")
      ? []
      : [{ name: "score", value: group.score, interval: undefined }];
  return [
    ...score,
    ...names.flatMap((name): readonly ReportedFigure[] => {
      const figure = estimateOf(group, name);
      if (figure !== undefined) return [figure];
      const value = Object.hasOwn(group.metrics, name) ? group.metrics[name] : undefined;
      return value === undefined ? [] : [{ name, value, interval: undefined }];
    }),
  ];
}

/** Medians and 95th percentiles of the times, in milliseconds. */
export function timesOf(group: GroupSummary): readonly ReportedFigure[] {
  return (["latencyMs", "ttftMs"] as const).flatMap((what) =>
    (["p50", "p95"] as const).flatMap((quantile): readonly ReportedFigure[] => {
      const value = group[what][quantile];
      if (value === null) return [];
      const name = `${what}.${quantile}`;
      const estimate = group.estimates?.quantiles[name];
      return [{ name, value, interval: estimate?.interval }];
    }),
  );
}

function estimateOf({ estimates }: GroupSummary, name: string): ReportedFigure | undefined {
  const estimate = estimates && Object.hasOwn(estimates.metrics, name) ? estimates.metrics[name] : undefined;
  if (estimate === undefined) return undefined;
  const { value, interval, n, units } = estimate;
  return { name, value, interval, n, units };
}

function isRate(name: string): boolean {
  return name === "passRate" || /^pass[@^]\d+$/.test(name);
}

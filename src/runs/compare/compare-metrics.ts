import { type Direction, directionOf, isBetter, metricWorth } from "../metric-direction.js";
import type { LatestMetric } from "../types.js";

/** How a value differs from the first run's. */
export interface MetricDelta {
  /** Value less the first run's. */
  readonly absolute: number;
  /** Of the first run's absolute value: 0.1 for 10% more; absent where that is 0 or not finite. */
  readonly relative?: number;
  /** Absent where nobody knows which direction is the better one, or the values are equal. */
  readonly better?: boolean;
}

/** The latest values of one metric in every run, in their order. */
export interface ComparedMetric {
  readonly key: string;
  readonly direction?: Direction;
  readonly values: readonly (LatestMetric | undefined)[];
  /** Against the first run: undefined for the first itself, and where one of the two is missing. */
  readonly deltas: readonly (MetricDelta | undefined)[];
  /** Places of the runs with the best value, several where they tie; empty where the direction is not known. */
  readonly best: readonly number[];
  readonly differs: boolean;
}

/** What the person says of the direction of metrics. */
export interface DirectionChoice {
  readonly higher: readonly string[];
  readonly lower: readonly string[];
}

/** @param runs the latest metrics of each run. @returns those that differ first, then by what people look at first, then by key. */
export function compareMetrics(
  runs: readonly Readonly<Record<string, LatestMetric>>[],
  choice: DirectionChoice,
): ComparedMetric[] {
  const keys = new Set(runs.flatMap((metrics) => Object.keys(metrics)));
  return [...keys]
    .map((key) =>
      compareMetric(
        key,
        runs.map((metrics) => (Object.hasOwn(metrics, key) ? metrics[key] : undefined)),
        chosenDirection(key, choice),
      ),
    )
    .sort(
      (a, b) =>
        Number(b.differs) - Number(a.differs) ||
        metricWorth(b.key) - metricWorth(a.key) ||
        (a.key < b.key ? -1 : 1),
    );
}

function chosenDirection(key: string, choice: DirectionChoice): Direction | undefined {
  if (choice.higher.includes(key)) return "max";
  return choice.lower.includes(key) ? "min" : directionOf(key);
}

function compareMetric(
  key: string,
  values: readonly (LatestMetric | undefined)[],
  direction: Direction | undefined,
): ComparedMetric {
  const [first] = values;
  const deltas = values.map((value, index) =>
    index === 0 || first === undefined || value === undefined
      ? undefined
      : deltaOf(value.value, first.value, direction),
  );
  return {
    key,
    ...(direction && { direction }),
    values,
    deltas,
    best: direction ? bestPlaces(values, direction) : [],
    differs: values.some((value) => !Object.is(value?.value, first?.value)),
  };
}

function deltaOf(value: number, first: number, direction: Direction | undefined): MetricDelta {
  const absolute = Object.is(value, first) || value === first ? 0 : value - first;
  const relative = absolute / Math.abs(first);
  const known =
    direction !== undefined && (isBetter(value, first, direction) || isBetter(first, value, direction));
  return {
    absolute,
    ...(first !== 0 && Number.isFinite(relative) && { relative }),
    ...(known && { better: isBetter(value, first, direction) }),
  };
}

function bestPlaces(values: readonly (LatestMetric | undefined)[], direction: Direction): number[] {
  let best = Number.NaN;
  for (const value of values) if (value && isBetter(value.value, best, direction)) best = value.value;
  return values.flatMap((value, index) => (value?.value === best ? [index] : []));
}

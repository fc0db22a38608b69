import type { Engine } from "./engine.js";
import { groupsOf } from "./groups-of.js";

/** How many rows of a column hold what. */
export interface NumericFacts {
  readonly rows: number;
  readonly nulls: number;
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
  readonly finite: number;
  /** Greatest size of a finite value; 0 where there is none. */
  readonly largest: number;
}

/** Counts of several columns of one table in few passes. */
export async function numericFacts(
  engine: Engine,
  table: string,
  values: readonly string[],
): Promise<NumericFacts[]> {
  const facts: NumericFacts[] = [];
  for (const group of groupsOf(values, 50)) {
    const inner = group.map((value, at) => `${value} AS v${at}`).join(", ");
    const outer = group.map((_, at) => factsOf(`v${at}`)).join(", ");
    const columns = await engine.columns(`SELECT count(*), ${outer} FROM (SELECT ${inner} FROM ${table})`);
    const number = (at: number) => Number(columns[at]?.[0] ?? 0);
    const rows = number(0);
    for (const at of group.keys())
      facts.push(
        toFacts(
          rows,
          [0, 1, 2, 3, 4].map((offset) => number(1 + 5 * at + offset)),
        ),
      );
  }
  return facts;
}

function toFacts(
  rows: number,
  [count = 0, finite = 0, nan = 0, positiveInfinity = 0, largest = 0]: number[],
): NumericFacts {
  const negativeInfinity = count - finite - nan - positiveInfinity;
  return { rows, nulls: rows - count, nan, positiveInfinity, negativeInfinity, finite, largest };
}

// Of hundreds of FILTERs in one query each takes longer than all of these together.
function factsOf(value: string): string {
  return [
    `count(${value})`,
    `count_if(isfinite(${value}))`,
    `count_if(isnan(${value}))`,
    `count_if(${value} = 'infinity'::DOUBLE)`,
    `max(CASE WHEN isfinite(${value}) THEN abs(${value}) END)`,
  ].join(", ");
}

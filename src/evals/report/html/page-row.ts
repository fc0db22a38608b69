import type { CaseOutcome } from "../../outcomes/types.js";
import { outputText } from "../../output-text.js";
import type { CaseResult, Grade } from "../../types.js";
import type { GraderTable } from "./grader-table.js";
import type { PageGrade, PageRow, PageText } from "./page-data.js";
import type { TextPool } from "./text-pool.js";

/** No single case takes more of a page, however few there are. */
const mostBytes = 60_000;

export interface RowPlace {
  /** Among the combinations. */
  readonly combination: number;
  readonly flip?: PageRow["flip"];
}

/** Where the parts of rows that many of them share are kept. */
export interface RowTables {
  readonly pool: TextPool;
  readonly graders: GraderTable;
}

/** A result as a row of the page, its texts cut to what there is room for. */
export function pageRow(result: CaseResult, { combination, flip }: RowPlace, tables: RowTables): PageRow {
  const { pool } = tables;
  pool.begin(mostBytes);
  const { id, test, description, repeat, status, score, critical, error, output } = result;
  const { latencyMs, costUsd, usage, cached, messages } = result;
  const head = {
    ...{ id: pool.name(id), ...(test !== id && { test: pool.name(test) }), c: combination, status },
    ...(repeat > 0 && { repeat }),
    ...(description !== undefined && { about: pool.name(description) }),
    ...(score !== undefined && { score: rounded(score) }),
    ...(error && { error: pool.name(error.code), reason: pool.add(error.message, 0.4) }),
    ...(output !== undefined && { output: pool.add(outputText(output), 0.5) }),
  };
  const grades = gradesOf(flatGrades(result.grades), tables);
  const slices = fitting(Object.entries(result.slices), pool, ([name, value]) => [
    pool.name(name),
    pool.name(value),
  ]);
  const asked = fitting(messages, pool, ({ role, content }): [string, PageText] => [
    role,
    pool.addShared(content, 0.6),
  ]);
  const vars = fitting(Object.entries(result.vars), pool, ([name, value]): [string, PageText] => [
    pool.name(name),
    pool.add(outputText(value), 0.5),
  ]);
  const dropped = [grades, slices, asked, vars].reduce((sum, part) => sum + part.dropped, 0);
  const row: PageRow = {
    ...head,
    ...{ grades: grades.kept, vars: vars.kept, messages: asked.kept },
    slices: Object.fromEntries(slices.kept),
    ...(dropped > 0 && { dropped }),
    ...(critical && { critical: true }),
    ...(flip && { flip }),
    ...(latencyMs !== undefined && { ms: rounded(latencyMs) }),
    ...(costUsd !== undefined && { usd: rounded(costUsd) }),
    ...(usage && { tokens: [usage.input, usage.output] }),
    ...(cached && { cached: true }),
  };
  pool.end(JSON.stringify(row).length);
  return row;
}

/** A case of which only the outcome is known. */
export function outcomeRow(
  { id, passed, graded, errored, score, slices, critical }: CaseOutcome,
  { combination, flip }: RowPlace,
  { pool }: RowTables,
): PageRow {
  pool.begin(mostBytes);
  const share = `${passed} of ${graded} graded repeats passed${errored > 0 ? `, ${errored} errored` : ""}`;
  const row: PageRow = {
    ...{ id: pool.name(id), c: combination, bare: true },
    status: graded === 0 ? "errored" : 2 * passed > graded ? "passed" : "failed",
    ...(score !== undefined && { score: rounded(score) }),
    ...(passed < graded + errored && { reason: pool.add(share, 1) }),
    ...{ messages: [], vars: [], grades: [] },
    slices: Object.fromEntries(
      fitting(Object.entries(slices), pool, ([name, value]) => [pool.name(name), pool.name(value)]).kept,
    ),
    ...(critical && { critical: true }),
    ...(flip && { flip }),
  };
  pool.end(JSON.stringify(row).length);
  return row;
}

interface FlatGrade {
  readonly grade: Grade;
  readonly inSet: boolean;
}

function flatGrades(grades: readonly Grade[], inSet = false): readonly FlatGrade[] {
  return grades.flatMap((grade) => [{ grade, inSet }, ...flatGrades(grade.components ?? [], true)]);
}

/** In their order; the reasons of those that did not pass take their room first. */
function gradesOf(grades: readonly FlatGrade[], { pool, graders }: RowTables): Fitted<PageGrade> {
  const reasons = new Map<FlatGrade, PageText>();
  for (const isPassed of [false, true]) {
    for (const item of grades) {
      const { status, reason } = item.grade;
      if ((status === "passed") === isPassed && reason !== "" && pool.hasRoom)
        reasons.set(item, pool.add(reason, isPassed ? 0.2 : 0.4));
    }
  }
  return fitting(grades, pool, (item): PageGrade => {
    const { type, metric, status, score } = item.grade;
    const grader = graders.placeOf(
      { type, ...(metric !== undefined && { metric }), inSet: item.inSet },
      pool,
    );
    return [grader, status, score === undefined ? null : rounded(score), reasons.get(item) ?? null];
  });
}

interface Fitted<Part> {
  readonly kept: readonly Part[];
  readonly dropped: number;
}

/** As many parts as there is room for. */
function fitting<Item, Part>(
  items: readonly Item[],
  pool: TextPool,
  make: (item: Item) => Part,
): Fitted<Part> {
  const kept: Part[] = [];
  for (const item of items) {
    if (!pool.hasRoom && kept.length > 0) break;
    kept.push(make(item));
  }
  return { kept, dropped: items.length - kept.length };
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

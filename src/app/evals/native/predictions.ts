import { MlxError } from "../../../core/errors.js";
import { shortJson } from "../../../core/schema-problems.js";
import { cellText } from "../../../evals/data/cell.js";
import type { RowProblem } from "../../../evals/data/row-tests.js";
import type { TableRow } from "../../../evals/data/table-row.js";
import { outputText } from "../../../evals/output-text.js";
import { streamedTests, testBatches } from "../../../evals/test-batches.js";
import type { TestSource } from "../../../evals/test-source.js";
import type { SuiteTest } from "../../../evals/types.js";
import { readRows } from "../../../table/read-rows.js";
import { requireUnchanged } from "./data-tests.js";
import type { Scan } from "./scan-rows.js";
import type { FoundFile } from "./suite-files.js";

/** An answer that was recorded for a case. */
export interface Prediction {
  readonly id: string;
  readonly output: string;
}

/** The columns of a file of predictions. */
export interface PredictionColumns {
  readonly id: string;
  readonly output: string;
}

/** The answer that a row records. @param report told what is wrong with the row. @returns undefined for a row that records none. */
export function predictionOf(
  row: TableRow,
  columns: PredictionColumns,
  report: (problem: RowProblem) => void,
): Prediction | undefined {
  const id = cellText(row.values.get(columns.id))?.trim();
  const output = row.values.get(columns.output);
  const lack = (column: string, what: string): void => {
    const { file, line, column: at } = row.at;
    const absent = row.values.has(column) ? {} : { lacks: column };
    report({
      file,
      line,
      column: at,
      message: `the row has no ${shortJson(column)}, which is ${what}`,
      ...absent,
    });
  };
  if (id === undefined) lack(columns.id, "the id of the case");
  if (output === undefined || output === null) lack(columns.output, "the answer");
  if (id === undefined || output === undefined || output === null) return undefined;
  return { id, output: outputText(output) };
}

/**
 * Gives each test the answer that was recorded for it. Both files are read side by side: where they have the same order
 * nothing is kept, else the answers that come too early.
 */
export function withPredictions(
  tests: TestSource,
  found: FoundFile,
  columns: PredictionColumns,
  scan: Scan<Prediction>,
): TestSource {
  return {
    ...(tests.count !== undefined && { count: tests.count }),
    ...(tests.unrestricted !== undefined && { unrestricted: tests.unrestricted }),
    answered: true,
    ...streamedTests(() => joined(tests, predictions(found, columns, scan))),
  };
}

async function* predictions(
  found: FoundFile,
  columns: PredictionColumns,
  scan: Scan<Prediction>,
): AsyncGenerator<Prediction> {
  if (scan.kept) {
    yield* scan.kept;
    return;
  }
  requireUnchanged(found, scan.stamp);
  for await (const rows of readRows(found, () => undefined)) {
    for (const row of rows) {
      const prediction = predictionOf(row, columns, () => undefined);
      if (prediction !== undefined) yield prediction;
    }
  }
}

async function* joined(
  tests: TestSource,
  answers: AsyncGenerator<Prediction>,
): AsyncGenerator<readonly SuiteTest[]> {
  const early = new Map<string, string>();
  try {
    for await (const batch of testBatches(tests)) {
      const answered: SuiteTest[] = [];
      for (const test of batch) {
        const givenOutput = test.givenOutput ?? (await answerTo(test, answers, early));
        answered.push({ ...test, givenOutput });
      }
      yield answered;
    }
  } finally {
    await answers.return(undefined);
  }
}

async function answerTo(
  test: SuiteTest,
  answers: AsyncGenerator<Prediction>,
  early: Map<string, string>,
): Promise<string> {
  const { id } = test;
  const known = early.get(id);
  if (known !== undefined) {
    early.delete(id);
    return known;
  }
  for (let next = await answers.next(); next.done !== true; next = await answers.next()) {
    if (next.value.id === id) return next.value.output;
    early.set(next.value.id, next.value.output);
  }
  throw new MlxError("MLX_DATA_CHANGED", `the recorded answer for ${id} is no longer there`, {
    hint: "leave the data alone while an evaluation runs, and run it again",
    at: test.at,
  });
}

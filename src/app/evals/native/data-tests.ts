import { MlxError } from "../../../core/errors.js";
import { type RowRules, RowTests } from "../../../evals/data/row-tests.js";
import type { TestSource } from "../../../evals/test-source.js";
import type { SuiteTest } from "../../../evals/types.js";
import { type Stamp, sameStamp, stampAt } from "../../../files/stamp.js";
import { readRows } from "../../../table/read-rows.js";
import type { Scan } from "./scan-rows.js";
import type { FoundFile } from "./suite-files.js";

/** The tests of a data set that has been scanned: those that were kept, or read once more each time they are asked for. */
export function dataTests(found: FoundFile, rules: RowRules, scan: Scan<SuiteTest>): TestSource {
  const { count, kept } = scan;
  return {
    ...{ count, unrestricted: true, answered: rules.output !== undefined },
    [Symbol.asyncIterator]: () => (kept ? each(kept) : read(found, rules, scan.stamp)),
  };
}

/** The tests that are written in a suite. */
export function listedTests(tests: readonly SuiteTest[]): TestSource {
  const unrestricted = tests.every(({ onlyPrompts, onlyProviders }) => !onlyPrompts && !onlyProviders);
  const answers = tests.filter(({ givenOutput }) => givenOutput !== undefined).length;
  const answered = answers === tests.length || (answers === 0 ? false : undefined);
  return {
    ...{ count: tests.length, unrestricted },
    ...(answered !== undefined && { answered }),
    [Symbol.asyncIterator]: () => each(tests),
  };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** What has been scanned without a fault has none now, unless it is another file. */
async function* read(found: FoundFile, rules: RowRules, stamp: Stamp | undefined): AsyncGenerator<SuiteTest> {
  requireUnchanged(found, stamp);
  const tests = new RowTests(rules);
  const refuse = (): never => {
    throw changed(found);
  };
  for await (const rows of readRows(found, refuse)) {
    for (const row of rows) {
      const test = tests.testOf(row, refuse);
      if (test !== undefined) yield test;
    }
  }
  requireUnchanged(found, stamp);
}

export function requireUnchanged(found: FoundFile, stamp: Stamp | undefined): void {
  const now = stampAt(found.path)?.stamp;
  if (stamp !== undefined && now !== undefined && sameStamp(stamp, now)) return;
  throw changed(found);
}

function changed({ file }: FoundFile): MlxError {
  return new MlxError("MLX_DATA_CHANGED", `${file} changed while the evaluation was under way`, {
    hint: "leave the data alone while an evaluation runs, and run it again",
  });
}

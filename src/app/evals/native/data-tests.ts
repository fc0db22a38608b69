import { MlxError } from "../../../core/errors.js";
import { type RowRules, RowTests } from "../../../evals/data/row-tests.js";
import { streamedTests } from "../../../evals/test-batches.js";
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
    ...streamedTests(() => (kept ? atOnce(kept) : read(found, rules, scan.stamp))),
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
    ...streamedTests(() => atOnce(tests)),
  };
}

async function* atOnce<T>(items: T): AsyncGenerator<T> {
  yield items;
}

/** What has been scanned without a fault has none now, unless it is another file. */
async function* read(
  found: FoundFile,
  rules: RowRules,
  stamp: Stamp | undefined,
): AsyncGenerator<readonly SuiteTest[]> {
  requireUnchanged(found, stamp);
  const tests = new RowTests(rules);
  const refuse = (): never => {
    throw changed(found);
  };
  for await (const rows of readRows(found, refuse)) {
    yield rows.map((row) => tests.testOf(row, refuse)).filter((test) => test !== undefined);
  }
  requireUnchanged(found, stamp);
}

/** @throws {MlxError} `MLX_DATA_CHANGED` where the file is not the one that was scanned. @param stamp of then. */
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

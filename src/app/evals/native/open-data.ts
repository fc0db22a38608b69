import { MlxError } from "../../../core/errors.js";
import { shortJson } from "../../../core/schema-problems.js";
import { type RowRules, RowTests } from "../../../evals/data/row-tests.js";
import { checkColumns } from "../../../evals/suite/check-references.js";
import type { SuiteProblem } from "../../../evals/suite/invalid-suite.js";
import type { Named, NativeSuite } from "../../../evals/suite/native-suite.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { TestSource } from "../../../evals/test-source.js";
import type { SuiteTest } from "../../../evals/types.js";
import { isTableName, tableEndings } from "../../../table/read-rows.js";
import type { App } from "../../app.js";
import { dataTests } from "./data-tests.js";
import { type Scan, scanRows } from "./scan-rows.js";
import type { FoundFile, SuiteFiles } from "./suite-files.js";
import { trackedFile } from "./tracked-file.js";

/** Where the files of a suite are opened, and where what is wrong with them is told. */
export interface DataContext {
  readonly app: App;
  readonly root: string;
  readonly source: SuiteSource;
  readonly files: SuiteFiles;
  readonly digests: Map<string, string>;
  readonly problems: SuiteProblem[];
  /** Answers that were recorded are not here, and nobody needs them. */
  readonly lacksAnswers: boolean;
}

/** A data set that has been read once. */
export interface OpenedData {
  readonly tests: TestSource;
  readonly scan: Scan<SuiteTest>;
  readonly slices: ReadonlySet<string>;
}

/** The file of rows that the suite names at a path; its pointer may be named as well. What is wrong is reported. */
export function locateTable(
  { files, source }: DataContext,
  written: string,
  path: Named["path"],
): FoundFile | undefined {
  const name = written.replace(/\.mlx$/, "");
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(name) && !isTableName(name)) {
    return source.fields.refuse(
      path,
      `${written} is no file of rows`,
      `the name must end in ${tableEndings.join(", ")}`,
    );
  }
  return files.locate(name, path);
}

/**
 * Reads the data of a suite once, and reports whatever is wrong with it.
 * @param output the column with the answers, where they were recorded in the data itself.
 * @param accept is told of each test, and may report it.
 */
export async function openData(
  context: DataContext,
  suite: NativeSuite,
  found: FoundFile,
  named: { readonly path: Named["path"]; readonly output?: Named },
  accept: (test: SuiteTest) => string | undefined,
): Promise<OpenedData> {
  const rules: RowRules = {
    ...{ roles: suite.roles, graders: suite.graders, tags: suite.tags, options: suite.options },
    criticalIds: new Set(suite.criticalIds.map(({ name }) => name)),
    ...(suite.threshold !== undefined && { threshold: suite.threshold }),
    ...(named.output && { output: named.output.name }),
  };
  const tests = new RowTests(rules);
  const scan = await scanRows(found, (row, report) => {
    const test = tests.testOf(row, report);
    const refusal = test && accept(test);
    if (refusal !== undefined)
      report({ file: row.at.file, line: row.at.line, column: row.at.column, message: refusal });
    return test;
  });
  await settle(context, found, scan, named.path);
  if (scan.columns.size > 0)
    checkColumns(context.source, suite.roles, scan.columns, named.output ? [named.output] : []);
  return {
    tests: dataTests(found, rules, scan),
    scan,
    slices: new Set(suite.roles.slices.flatMap(({ name }) => (scan.columns.has(name) ? [name] : []))),
  };
}

/** Keeps what was learnt of a file, and reports where it is not what its pointer says. */
export async function settle(
  { app, root, source, digests, problems }: DataContext,
  found: FoundFile,
  scan: Scan<{ readonly id: string }>,
  path: Named["path"],
): Promise<void> {
  problems.push(...scan.problems);
  digests.set(found.file, scan.sha256);
  try {
    const tracked = await trackedFile(app, root, found.file);
    if (tracked?.sha256 === undefined || tracked.sha256 === scan.sha256) return;
    source.fields.refuse(
      path,
      `${shortJson(found.file)} is not what ${tracked.pointer} says: it was changed`,
      `keep the change with mlx data add ${found.file}, or take it back with mlx data checkout ${found.file}`,
    );
  } catch (error) {
    if (!(error instanceof MlxError) || error.exitCode !== 2) throw error;
    source.fields.refuse(path, error.message, error.hint);
  }
}

import { realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { MlxError } from "../../core/errors.js";
import { CsvColumns } from "../../evals/report/csv-report.js";
import type { ReportedEvaluation } from "../../evals/report/report.js";
import { type ReportFormat, reportEndings, reportFormatOf } from "../../evals/report/report-format.js";
import type { CaseResult } from "../../evals/types.js";
import { ioError } from "../../files/io-error.js";
import type { App } from "../app.js";

/** What takes the results of an evaluation, one by one. */
interface Output {
  add(result: CaseResult): void;
  finish(): void;
  /** What was written so far is given up. */
  abandon(): void;
}

/** @throws {MlxError} `MLX_USAGE`, exit 2, for an ending that names no format, a place where no file can be, and a file that is named twice. */
export function requireWritable(app: App, files: readonly string[]): void {
  const paths = new Set<string>();
  for (const file of files) {
    const path = resolve(app.cwd, file);
    if (reportFormatOf(file) === undefined) {
      throw usage(`--output ${file}: its ending names no format`, `end it in one of ${reportEndings}`);
    }
    if (isFolder(path)) {
      throw usage(`--output ${file}: this is a folder`, "name a file in it");
    }
    if (!canHoldFiles(dirname(path))) {
      throw usage(`--output ${file}: what stands before the last / is no folder`, "name another place");
    }
    if (paths.has(path)) throw usage(`--output ${file} is named twice`, "name each file once");
    paths.add(path);
  }
}

/**
 * Results do not take the place of what they come from.
 * @param inputs absolute. @throws {MlxError} `MLX_USAGE`, exit 2.
 */
export function requireNoInput(app: App, files: readonly string[], inputs: Iterable<string>): void {
  const real = new Set([...inputs].map(realPath));
  for (const file of files) {
    if (!real.has(realPath(resolve(app.cwd, file)))) continue;
    throw usage(`--output ${file}: the results would replace what they come from`, "name another file");
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Folders that are not there yet are made. */
function canHoldFiles(folder: string): boolean {
  return isFolder(folder) ?? (dirname(folder) === folder || canHoldFiles(dirname(folder)));
}

/** Undefined where nothing is, or where that cannot be told. */
function isFolder(path: string): boolean | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory();
  } catch {
    return undefined;
  }
}

function usage(message: string, hint: string): MlxError {
  return new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
}

/**
 * Writes the results to files, each in the format that its ending names; none of them is kept in memory, and no file appears that
 * is not whole.
 * @param results reads them from the beginning: CSV needs all names of columns first.
 */
export async function writeOutputs(
  app: App,
  results: () => AsyncIterable<CaseResult>,
  evaluation: ReportedEvaluation,
  files: readonly string[],
): Promise<void> {
  if (files.length === 0) return;
  const columns = new CsvColumns();
  if (files.some((file) => reportFormatOf(file) === "csv")) {
    for await (const result of results()) columns.add(result);
  }
  const outputs: Output[] = [];
  try {
    for (const file of files) {
      outputs.push(await openOutput(app, resolve(app.cwd, file), reportFormatOf(file), evaluation, columns));
    }
    for await (const result of results()) for (const output of outputs) output.add(result);
    for (const output of outputs) output.finish();
  } catch (error) {
    for (const output of outputs) output.abandon();
    throw ioError(error, `cannot write ${files.join(", ")}`);
  }
}

async function openOutput(
  app: App,
  path: string,
  format: ReportFormat | undefined,
  evaluation: ReportedEvaluation,
  columns: CsvColumns,
): Promise<Output> {
  if (format === "junit") {
    const [{ JunitFile }, { JunitReport }] = await Promise.all([
      import("./outputs/junit-file.js"),
      import("../../evals/report/junit-report.js"),
    ]);
    return new JunitFile(path, new JunitReport(evaluation));
  }
  const { ReportFile } = await import("./outputs/report-file.js");
  if (format === "html") {
    const [{ htmlReport }, { runFacts }] = await Promise.all([
      import("../../evals/report/html/html-report.js"),
      import("./outputs/run-facts.js"),
    ]);
    return new ReportFile(path, htmlReport(evaluation, await runFacts(app, evaluation.id)));
  }
  return new ReportFile(path, await reportOf(format, evaluation, columns));
}

async function reportOf(
  format: Exclude<ReportFormat, "junit" | "html"> | undefined,
  evaluation: ReportedEvaluation,
  columns: CsvColumns,
) {
  switch (format) {
    case "csv":
      return (await import("../../evals/report/csv-report.js")).csvReport(columns);
    case "markdown":
      return (await import("../../evals/report/markdown-report.js")).markdownReport(evaluation);
    case "sarif": {
      const [{ sarifReport }, { mlxVersion }] = await Promise.all([
        import("./outputs/sarif-report.js"),
        import("../../core/version.js"),
      ]);
      return sarifReport(evaluation.suite, mlxVersion);
    }
    case "json":
      return (await import("../../evals/report/json-reports.js")).jsonReport(evaluation);
    default:
      return (await import("../../evals/report/json-reports.js")).jsonlReport();
  }
}

import { MlxError, type Problem } from "../core/errors.js";
import { csvRows } from "../table/csv.js";
import { jsonLines } from "../table/jsonl.js";
import type { StoredFile } from "./stored-file.js";

const mostProblems = 20;

/** A row that the engine could not read, as it tells it. */
export interface Rejected {
  readonly line: number;
  readonly message: string;
}

/**
 * Why a text file cannot be read. It is read again, slowly, to name the exact places; what is packed with zstd keeps those that
 * the engine names, where a record is taken for a line.
 * @returns `undefined` where nothing is wrong with it: the engine is stricter than RFC 4180, for instance with line ends of two kinds.
 */
export async function textProblem(
  stored: StoredFile,
  file: string,
  delimiter: string,
  rejected: readonly Rejected[],
): Promise<MlxError | undefined> {
  const found = stored.compression === "none" ? await readAgain(stored, file, delimiter) : [];
  const problems =
    found.length > 0
      ? found
      : rejected.map(({ line, message }): Problem => ({ file, line, column: 1, message }));
  const [first] = problems;
  if (found.length === 0 && stored.compression === "none" && stored.format !== "jsonl") return undefined;
  const why = first === undefined ? "it cannot be read" : first.message;
  const place = first === undefined ? file : `${file}:${first.line}:${first.column}`;
  return new MlxError("MLX_DATA_UNREADABLE", `${place}: ${why}`, {
    exitCode: 2,
    problems,
    hint: hintFor(why, file),
    ...(first !== undefined && { at: first }),
  });
}

function hintFor(why: string, file: string): string {
  return /UTF-8|UTF-16/.test(why)
    ? `convert it, for instance with iconv -f ISO-8859-1 -t UTF-8 ${file}`
    : "mend the file, or what writes it; every row has a cell for each column";
}

async function readAgain(stored: StoredFile, file: string, delimiter: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  const table = { path: stored.path, file };
  const report = (problem: Problem) => void problems.push(problem);
  const rows = stored.format === "jsonl" ? jsonLines(table, report) : csvRows(table, delimiter, report);
  for await (const _ of rows) if (problems.length >= mostProblems) break;
  return problems.slice(0, mostProblems);
}

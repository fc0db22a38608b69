import { createHash } from "node:crypto";
import type { Problem } from "../../../core/errors.js";
import { countOf } from "../../../core/format-bytes.js";
import { shortJson } from "../../../core/schema-problems.js";
import { asSha256, type Sha256 } from "../../../core/sha256.js";
import { IdIndex } from "../../../evals/data/id-index.js";
import type { RowProblem } from "../../../evals/data/row-tests.js";
import type { TableRow } from "../../../evals/data/table-row.js";
import { hashFiles } from "../../../files/hash-files.js";
import { type Stamp, stampAt } from "../../../files/stamp.js";
import { readRows } from "../../../table/read-rows.js";
import type { FoundFile } from "./suite-files.js";

/** What reading a data set once has told. */
export interface Scan<T> {
  readonly count: number;
  /** Every column that any row has. */
  readonly columns: ReadonlySet<string>;
  readonly sha256: Sha256;
  /** What was made of the rows, where they are few enough to be kept. */
  readonly kept: readonly T[] | undefined;
  readonly ids: IdIndex;
  readonly problems: readonly Problem[];
  /** What the file was when it was read. */
  readonly stamp: Stamp | undefined;
}

/** A file up to this many bytes is kept as it was read, and not read again. */
const keptBytes = 1024 * 1024;
/** Problems told of one kind: a thousand rows that lack the same are one mistake. */
const mostProblems = 20;

/**
 * Reads a data set from the first row to the last, to know its number of rows, its columns, its digest and whatever is wrong.
 * Of each row the hash of its id alone is kept.
 * @param make what is made of a row, with its id; undefined for a row that is wrong, which it reports.
 */
export async function scanRows<T extends { readonly id: string }>(
  { path, file }: FoundFile,
  make: (row: TableRow, report: (problem: RowProblem) => void) => T | undefined,
): Promise<Scan<T>> {
  const seen = stampAt(path);
  const hash = createHash("sha256");
  const found = new RowProblems();
  const report = (problem: RowProblem): void => found.add(problem);
  const columns = new Set<string>();
  const ids = new IdIndex();
  const kept: T[] = [];
  const keeps = (seen?.stamp.size ?? 0) <= keptBytes;
  let count = 0;
  const table = { path, file, onBytes: (bytes: Uint8Array) => hash.update(bytes) };
  for await (const rows of readRows(table, report)) {
    for (const row of rows) {
      for (const name of row.values.keys()) columns.add(name);
      count++;
      const made = make(row, report);
      if (made === undefined) continue;
      const { line } = row.at;
      const before = ids.update(made.id, (first = line) => first);
      if (before !== undefined) {
        report({
          ...placeOf(row),
          message: `the id ${shortJson(made.id)} is that of ${whichRow(file, before)}, too`,
        });
      }
      if (keeps) kept.push(made);
    }
  }
  if (count === 0 && found.isEmpty)
    report({ file, line: 1, column: 1, message: "there are no rows in this file" });
  const sha256 = isParquet(file) ? await digestOf(path) : asSha256(hash.digest("hex"));
  const problems = found.told(columns);
  return { count, columns, sha256, kept: keeps ? kept : undefined, ids, problems, stamp: seen?.stamp };
}

function placeOf({ at }: TableRow): Problem {
  return { file: at.file, line: at.line, column: at.column, message: "" };
}

function whichRow(file: string, line: number): string {
  return isParquet(file) ? `row ${line}` : `the row on line ${line}`;
}

function isParquet(file: string): boolean {
  return /\.parquet$/i.test(file);
}

/** Parquet is read here and there: its digest is taken on its own. */
async function digestOf(path: string): Promise<Sha256> {
  const [read] = await hashFiles([path]);
  return read?.ok === true ? read.sha256 : asSha256("0".repeat(64));
}

/** Collects the problems of rows, a few of each kind. */
class RowProblems {
  readonly #kinds = new Map<string, { readonly told: RowProblem[]; count: number }>();

  get isEmpty(): boolean {
    return this.#kinds.size === 0;
  }

  add(problem: RowProblem): void {
    const kind = problem.lacks === undefined ? "" : `lacks ${problem.lacks}`;
    const same = this.#kinds.get(kind) ?? { told: [], count: 0 };
    if (same.told.length < mostProblems) same.told.push(problem);
    same.count++;
    this.#kinds.set(kind, same);
  }

  /** Without what every row lacks: that is the suite's mistake, and told there. */
  told(columns: ReadonlySet<string>): Problem[] {
    return [...this.#kinds.values()].flatMap(({ told, count }): Problem[] => {
      const [first] = told;
      const last = told.at(-1);
      if (first === undefined || last === undefined) return [];
      if (first.lacks !== undefined && !columns.has(first.lacks)) return [];
      const rest = count - told.length;
      const plain = told.map(({ file, line, column, message }) => ({ file, line, column, message }));
      return rest === 0 ? plain : [...plain, { ...last, message: `${countOf(rest, "more row")} like this` }];
    });
  }
}

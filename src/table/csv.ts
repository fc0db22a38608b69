import type { Problem } from "../core/errors.js";
import { countOf } from "../core/format-bytes.js";
import { shortJson } from "../core/schema-problems.js";
import type { TableRow } from "../evals/data/table-row.js";
import { readCsvRecord } from "./csv-record.js";
import type { TableFile } from "./read-rows.js";
import { longestRow, rowsAtOnce, textPieces } from "./text-pieces.js";

type Report = (problem: Problem) => void;

/** Rows of a file with a header, by the names that the header gives; every value is text. @param delimiter one character. */
export async function* csvRows(
  table: TableFile,
  delimiter: string,
  report: Report,
): AsyncGenerator<readonly TableRow[]> {
  const reader = new CsvReader(table.file, delimiter, report);
  for await (const { text, line } of textPieces(table, report)) {
    for (const rows of reader.read(text, line)) yield rows;
    if (reader.isDone) return;
  }
  reader.finish();
}

class CsvReader {
  /** Set where nothing can be read any more. */
  isDone = false;
  #columns: readonly string[] | undefined;
  /** A record whose quotes have not been closed yet. */
  #open: { readonly text: string; readonly line: number } | undefined;

  constructor(
    private readonly file: string,
    private readonly delimiter: string,
    private readonly report: Report,
  ) {}

  /** The rows of a piece, some at a time. */
  *read(piece: string, pieceLine: number): Generator<readonly TableRow[]> {
    const text = this.#open === undefined ? piece : this.#open.text + piece;
    let line = this.#open?.line ?? pieceLine;
    this.#open = undefined;
    let rows: TableRow[] = [];
    for (let at = 0; at < text.length && !this.isDone; ) {
      const record = readCsvRecord(text, at, this.delimiter);
      if (record.kind === "open") {
        this.#open = { text: text.slice(at), line };
        if (text.length - at > longestRow) this.finish();
        break;
      }
      if (record.kind === "stray") {
        const [strayLine, column] = placeIn(text, at, line, record.at);
        this.#refuse(
          strayLine,
          column,
          "text follows a closing quote; to write a quote inside of quotes, double it",
        );
        line = placeIn(text, at, line, record.end)[0];
      } else {
        const row = this.#row(record.cells, line);
        if (row !== undefined) rows.push(row);
        line += record.lines;
      }
      at = record.end;
      if (rows.length < rowsAtOnce) continue;
      yield rows;
      rows = [];
    }
    if (rows.length > 0) yield rows;
  }

  /** Tells of quotes that are open where the text ends. */
  finish(): void {
    this.isDone = true;
    if (this.#open === undefined) return;
    const { text, line } = this.#open;
    const record = readCsvRecord(text, 0, this.delimiter);
    const [quoteLine, column] = placeIn(text, 0, line, record.kind === "open" ? record.quoteAt : 0);
    this.#refuse(quoteLine, column, "this quote is never closed");
  }

  #row(cells: readonly string[], line: number): TableRow | undefined {
    if (cells.length === 1 && cells[0] === "") return undefined;
    if (this.#columns === undefined) {
      this.#columns = this.#header(cells, line);
      return undefined;
    }
    const columns = this.#columns;
    if (cells.length !== columns.length) {
      this.#refuse(line, 1, raggedMessage(cells, columns));
      return undefined;
    }
    const values = new Map<string, string>();
    for (let index = 0; index < columns.length; index++) values.set(columns[index] ?? "", cells[index] ?? "");
    return { values, at: { file: this.file, line, column: 1 } };
  }

  #header(cells: readonly string[], line: number): readonly string[] {
    const names = cells.map((cell) => cell.trim());
    const [only = ""] = names;
    if (names.length === 1 && this.delimiter === "," && /[;\t]/.test(only)) {
      const advice = only.includes(";")
        ? "semicolons; save it with commas"
        : "tabs; call the file .tsv, or save it with commas";
      this.#refuse(line, 1, `the columns seem to be separated by ${advice}`);
      this.isDone = true;
    }
    for (const [index, name] of names.entries()) {
      if (name === "") this.#refuse(line, 1, `column ${index + 1} of the header has no name`);
      else if (names.indexOf(name) < index)
        this.#refuse(line, 1, `two columns are called ${shortJson(name)}`);
    }
    return names;
  }

  #refuse(line: number, column: number, message: string): void {
    this.report({ file: this.file, line, column, message });
  }
}

function raggedMessage(cells: readonly string[], columns: readonly string[]): string {
  const counts = `the row has ${countOf(cells.length, "cell")}, the header ${countOf(columns.length, "column")}`;
  if (cells.length > columns.length) {
    return `${counts}: ${shortJson(cells[columns.length])} belongs to none; put a cell that holds the separator in quotes`;
  }
  return `${counts}: nothing is given for ${columns.slice(cells.length).join(", ")}`;
}

/** Line and column of an offset, counted from a record that begins a line. */
function placeIn(
  text: string,
  start: number,
  startLine: number,
  offset: number,
): [line: number, column: number] {
  const before = text.slice(start, offset);
  const lines = before.split("\n");
  return [startLine + lines.length - 1, (lines.at(-1)?.length ?? 0) + 1];
}

/** What was read of a delimited text. */
export type CsvRecord =
  /** `end` is where the next record begins, `lines` how many line ends lie between. */
  | {
      readonly kind: "record";
      readonly cells: readonly string[];
      readonly end: number;
      readonly lines: number;
    }
  /** The text ends within quotes. */
  | { readonly kind: "open"; readonly quoteAt: number }
  /** Something follows a closing quote; `end` is where the next line begins. */
  | { readonly kind: "stray"; readonly at: number; readonly end: number };

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Reads one record (RFC 4180) from `start`. Cells may be quoted, then they may hold delimiters, line ends and doubled quotes.
 * A quote inside of a cell that does not begin with one is text. Lines end with LF, CR LF or CR.
 */
export function readCsvRecord(text: string, start: number, delimiter: string): CsvRecord {
  const mark = delimiter.charCodeAt(0);
  const cells: string[] = [];
  let lines = 0;
  let at = start;
  for (;;) {
    if (text.charCodeAt(at) === quote) {
      const cell = readQuoted(text, at);
      if (cell === undefined) return { kind: "open", quoteAt: at };
      cells.push(cell.value);
      lines += cell.lines;
      at = cell.end;
      if (at < text.length && !endsCell(text.charCodeAt(at), mark)) {
        return { kind: "stray", at, end: afterLine(text, at) };
      }
    } else {
      const from = at;
      while (at < text.length && !endsCell(text.charCodeAt(at), mark)) at++;
      cells.push(text.slice(from, at));
    }
    if (text.charCodeAt(at) !== mark) break;
    at++;
  }
  const end = afterLineEnd(text, at);
  return { kind: "record", cells, end, lines: lines + (end > at ? 1 : 0) };
}

function endsCell(code: number, delimiter: number): boolean {
  return code === delimiter || code === lineFeed || code === carriageReturn;
}

function readQuoted(
  text: string,
  start: number,
): { readonly value: string; readonly end: number; readonly lines: number } | undefined {
  let from = start + 1;
  let value = "";
  for (;;) {
    const close = text.indexOf('"', from);
    if (close === -1) return undefined;
    value += text.slice(from, close);
    if (text.charCodeAt(close + 1) !== quote) return { value, end: close + 1, lines: lineEnds(value) };
    value += '"';
    from = close + 2;
  }
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function afterLineEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== carriageReturn) return Math.min(at + 1, text.length);
  return text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1;
}

function afterLine(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  return found === -1 ? text.length : found + 1;
}

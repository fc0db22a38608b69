import { isUtf8 } from "node:buffer";
import type { Problem } from "../core/errors.js";
import { formatBytes } from "../core/format-bytes.js";
import { firstInvalidByte } from "../prompts/decode-prompt.js";
import { bytePieces } from "./byte-pieces.js";
import type { TableFile } from "./read-rows.js";

/** Some whole lines of a text file. */
export interface TextPiece {
  readonly text: string;
  /** The line that it begins with, from 1. */
  readonly line: number;
}

/** Most bytes that one row may take. */
export const longestRow = 64 * 1024 * 1024;

/** How many rows are made before they are passed on: few enough that what is done with is thrown away while it is young. */
export const rowsAtOnce = 128;

const lineFeed = 0x0a;

/**
 * The text of a file, some whole lines at a time, without a byte order mark. Reading ends at the first byte that is not text:
 * what is no UTF-8 in one line rarely is in the next.
 */
export async function* textPieces(
  table: TableFile,
  report: (problem: Problem) => void,
): AsyncGenerator<TextPiece> {
  let line = 1;
  let isFirst = true;
  let waiting: Buffer[] = [];
  let waitingSize = 0;
  for await (const piece of bytePieces(table)) {
    const encoding = isFirst ? foreignEncoding(piece) : undefined;
    if (encoding !== undefined) {
      report({ file: table.file, line: 1, column: 1, message: `the file is ${encoding}; save it as UTF-8` });
      return;
    }
    const start = isFirst && hasMark(piece) ? 3 : 0;
    isFirst = false;
    const end = piece.lastIndexOf(lineFeed) + 1;
    if (end <= start) {
      waiting.push(piece.subarray(start));
      waitingSize += piece.length - start;
      if (waitingSize <= longestRow) continue;
      report({ file: table.file, line, column: 1, message: tooLong });
      return;
    }
    const whole = Buffer.concat([...waiting, piece.subarray(start, end)]);
    waiting = [piece.subarray(end)];
    waitingSize = piece.length - end;
    const text = decode(whole, table.file, line, report);
    if (text === undefined) return;
    yield { text, line };
    line += linesIn(whole);
  }
  const rest = decode(Buffer.concat(waiting), table.file, line, report);
  if (rest !== undefined && rest !== "") yield { text: rest, line };
}

const tooLong = `the line is longer than ${formatBytes(longestRow)}; is the file one row a line?`;

function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function foreignEncoding(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "UTF-16 (little-endian)";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "UTF-16 (big-endian)";
  return undefined;
}

function decode(
  bytes: Buffer,
  file: string,
  firstLine: number,
  report: (problem: Problem) => void,
): string | undefined {
  const zero = bytes.indexOf(0);
  const foreign = isUtf8(bytes) ? undefined : firstInvalidByte(bytes);
  if (foreign === undefined && zero === -1) return bytes.toString("utf8");
  const wrong = Math.min(foreign ?? bytes.length, zero === -1 ? bytes.length : zero);
  const before = bytes.subarray(0, wrong);
  const column = before.subarray(before.lastIndexOf(lineFeed) + 1).toString("utf8").length + 1;
  const message =
    wrong === zero
      ? "a NUL byte: this is no text file, or it was cut off while it was written"
      : `the byte 0x${bytes[wrong]?.toString(16)} is not UTF-8; the file may be Latin-1 (Windows-1252): save it as UTF-8`;
  report({ file, line: firstLine + linesIn(before), column, message });
  return undefined;
}

function linesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) count++;
  return count;
}

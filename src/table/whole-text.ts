import type { Problem } from "../core/errors.js";
import { formatBytes } from "../core/format-bytes.js";
import type { TableFile } from "./read-rows.js";
import { textPieces } from "./text-pieces.js";

/** Most characters of a file that is read as a whole. */
const largest = 128 * 1024 * 1024;

/** The whole text of a file, for formats that cannot be read in parts. Undefined if it is no text, or too much of it. */
export async function wholeText(
  table: TableFile,
  report: (problem: Problem) => void,
): Promise<string | undefined> {
  const pieces: string[] = [];
  let length = 0;
  let isText = true;
  const pieceReport = (problem: Problem): void => {
    isText = false;
    report(problem);
  };
  for await (const { text } of textPieces(table, pieceReport)) {
    length += text.length;
    if (length > largest) {
      const message = `the file is larger than ${formatBytes(largest)}, which is the most that this format may have; write it as JSON Lines (.jsonl), which is read in parts`;
      report({ file: table.file, line: 1, column: 1, message });
      return undefined;
    }
    pieces.push(text);
  }
  return isText ? pieces.join("") : undefined;
}

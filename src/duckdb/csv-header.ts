import { open } from "node:fs/promises";
import { MlxError } from "../core/errors.js";
import { readCsvRecord } from "../table/csv-record.js";
import type { Engine } from "./engine.js";
import type { StoredFile } from "./stored-file.js";
import { quoteText } from "./table-source.js";

export interface CsvHeader {
  /** As the file has them; later ones that are equal but for case are numbered, as SQL cannot tell them apart. */
  readonly names: readonly string[];
  readonly delimiter: string;
  readonly notes: readonly string[];
}

const longestHeader = 8 * 1024 * 1024;
const otherDelimiters = [";", "\t", "|", ","];

/**
 * Reads the first record of a delimited file.
 * @returns `undefined` for a file without any.
 * @throws {MlxError} `MLX_DATA_UNREADABLE`, exit 2.
 */
export async function csvHeader(
  engine: Engine,
  stored: StoredFile,
  file: string,
): Promise<CsvHeader | undefined> {
  const text = (await headText(engine, stored)).replace(/^\uFEFF/, "").replace(/^(?:\r?\n)+/, "");
  if (text.trim() === "") return undefined;
  if ((text.split(/[\r\n]/, 1)[0] ?? "").includes("\0")) {
    throw unreadable(file, "the header holds zero bytes: the file is no text, or damaged");
  }
  const usual = stored.format === "tsv" ? "\t" : ",";
  const delimiter = delimiterOf(text, usual);
  const record = readCsvRecord(text, 0, delimiter);
  if (record.kind !== "record") {
    const why = record.kind === "open" ? "a quote is never closed" : "text follows a closing quote";
    throw unreadable(file, `the header cannot be read: ${why}`);
  }
  const notes = delimiter === usual ? [] : [`${file}: columns are separated by ${JSON.stringify(delimiter)}`];
  const names = record.cells.map((name) => name.trim());
  const unnamed = names.indexOf("");
  if (unnamed !== -1) throw unreadable(file, `column ${unnamed + 1} of the header has no name`);
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw unreadable(file, `two columns are called ${JSON.stringify(name)}`);
    seen.add(name);
  }
  return { names, delimiter, notes };
}

function delimiterOf(text: string, usual: string): string {
  const widthWith = (delimiter: string) => {
    const record = readCsvRecord(text, 0, delimiter);
    return record.kind === "record" ? record.cells.length : 0;
  };
  if (widthWith(usual) > 1) return usual;
  return otherDelimiters.find((delimiter) => widthWith(delimiter) > 1) ?? usual;
}

async function headText(engine: Engine, stored: StoredFile): Promise<string> {
  if (stored.compression === "zstd") {
    const [first] = await engine.query<{ line: string | null }>(
      `SELECT line FROM read_csv(${quoteText(stored.path)}, auto_detect = false, header = false, delim = '\u0001', quote = '', escape = '', columns = {'line': 'VARCHAR'}, compression = 'zstd', max_line_size = ${longestHeader}) LIMIT 1`,
    );
    return first?.line ?? "";
  }
  const handle = await open(stored.path, "r");
  try {
    // A header is read whole by doubling what is read, since most are short.
    for (let size = 64 * 1024; ; size *= 4) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, 0);
      const text = buffer.subarray(0, bytesRead).toString("utf8");
      if (bytesRead < size || size > longestHeader || /[^\r\n][\r\n]/.test(text)) return text;
    }
  } finally {
    await handle.close();
  }
}

function unreadable(file: string, why: string): MlxError {
  return new MlxError("MLX_DATA_UNREADABLE", `${file}:1:1: ${why}`, {
    exitCode: 2,
    at: { file, line: 1, column: 1 },
    hint: "the first line names the columns, each once",
  });
}

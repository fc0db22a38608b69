import { type FileHandle, open } from "node:fs/promises";
import type { AsyncBuffer } from "hyparquet";
import type { Problem } from "../core/errors.js";
import type { TableRow } from "../evals/data/table-row.js";
import { ioError } from "../files/io-error.js";
import { parquetValue } from "./parquet-value.js";
import type { TableFile } from "./read-rows.js";

/** Rows of a Parquet file, a row group at a time: that is what is compressed together. A row's place is its number, from 1. */
export async function* parquetRows(
  table: TableFile,
  report: (problem: Problem) => void,
): AsyncGenerator<readonly TableRow[]> {
  const refuse = (message: string): void => report({ file: table.file, line: 1, column: 1, message });
  const handle = await openFile(table);
  try {
    const { parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
    const { compressors } = await import("hyparquet-compressors");
    const file = await bufferOf(handle);
    const metadata = await parquetMetadataAsync(file).catch(refused(refuse));
    if (metadata === undefined) return;
    let done = 0;
    for (const group of metadata.row_groups) {
      const [rowStart, rowEnd] = [done, done + Number(group.num_rows)];
      const options = { file, metadata, compressors, rowStart, rowEnd };
      const objects = await parquetReadObjects(options).catch(refused(refuse));
      if (objects === undefined) return;
      yield objects.map((object, index) => rowOf(object, table.file, rowStart + index + 1));
      done = rowEnd;
    }
  } finally {
    await handle.close();
  }
}

function rowOf(object: Readonly<Record<string, unknown>>, file: string, line: number): TableRow {
  const values = new Map(Object.entries(object).map(([name, value]) => [name, parquetValue(value)] as const));
  return { values, at: { file, line, column: 1 } };
}

/** Whatever the library stumbles over is the file's fault. */
function refused(refuse: (message: string) => void): (error: unknown) => undefined {
  return (error) => {
    refuse(`the Parquet file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  };
}

async function openFile({ path, file }: TableFile): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    throw ioError(error, `cannot read ${file}`);
  }
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const [from, to] = [start < 0 ? Math.max(0, size + start) : start, Math.min(end, size)];
      const length = Math.max(0, to - from);
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await handle.read(bytes, done, length - done, from + done);
        if (bytesRead === 0) throw new Error("it ends too early");
        done += bytesRead;
      }
      return bytes.buffer;
    },
  };
}

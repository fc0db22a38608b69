import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openSource } from "../../src/duckdb/open-source.js";
import type { TableSource } from "../../src/duckdb/table-source.js";
import { tempFolder } from "./temp-folder.js";

/** Opens a file of this content until the test ends. @param threads of the engine. */
export async function openTable(
  file: string,
  content: string | Uint8Array,
  threads?: number,
): Promise<TableSource> {
  const folder = tempFolder();
  const path = join(folder, file);
  writeFileSync(path, content);
  const source = await openSource({
    path,
    file,
    tempDir: join(folder, "tmp"),
    ...(threads !== undefined && { threads }),
  });
  onTestFinished(() => source.close());
  return source;
}

/** The types of a source's columns, by their names. */
export function typesOf(source: TableSource): Record<string, string> {
  return Object.fromEntries(source.columns.map(({ name, type }) => [name, type]));
}

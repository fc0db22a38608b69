import { readFileSync } from "node:fs";
import { displayPath } from "../../core/visible-text.js";
import { ioError } from "../../files/io-error.js";
import { invalidSchema } from "../../schemas/invalid-schema.js";
import { readSchema } from "../../schemas/read-schema.js";
import type { DataSchema } from "../../schemas/types.js";
import type { SchemaFile } from "./find-schema.js";

/** A schema and the text that it was read from. */
export interface SchemaOnDisk {
  readonly schema: DataSchema;
  readonly text: string;
}

/** @throws {MlxError} `MLX_INVALID_SCHEMA`, exit 2, with every mistake and its place. */
export function readSchemaFile({ path, file }: SchemaFile): SchemaOnDisk {
  const bytes = readBytes(path, file);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { schema: readSchema(text, file), text };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw invalidSchema(file, [{ file, line: 1, column: 1, message: "the file is not UTF-8 text" }]);
  }
}

function readBytes(path: string, file: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw ioError(error, `cannot read ${displayPath(file)}`);
  }
}

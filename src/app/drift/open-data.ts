import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { MlxError } from "../../core/errors.js";
import { isSha256 } from "../../core/sha256.js";
import { openSource } from "../../duckdb/open-source.js";
import type { SourceFormat, TableSource } from "../../duckdb/table-source.js";
import { hashFiles } from "../../files/hash-files.js";
import { tempDir } from "../../files/temp-dir.js";
import { ensureStateDirs } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { cachedObject, trackedObject } from "./tracked-object.js";

export interface OpenDataOptions {
  readonly format?: SourceFormat;
  /** Every cell of CSV and TSV as the text that it is. */
  readonly asText?: boolean;
  /** With `asText`: every query reads the file anew, until `keep` puts columns into a table. */
  readonly streamed?: boolean;
  /** Rows may come in any order, which is quicker, until somebody asks for that of the file: `inOrder`. */
  readonly anyOrder?: boolean;
  /** Another source that is open: this one joins its database, so that one query can select from both. */
  readonly beside?: TableSource;
  /** Bytes to read instead of those at the path: of an older version of tracked data, from the cache or the default remote. SHA-256. */
  readonly sha256?: string;
}

/** A source and the identity of its bytes. */
export interface DataSource extends TableSource {
  /** SHA-256 of the file. */
  digest(): Promise<string>;
}

/**
 * Opens a data file: a path, a tracked file that is not checked out (cached bytes are used, else fetched), a file inside a tracked
 * folder, or `s3://bucket/key`. Its notes are warned of. Closed when the command ends.
 * @throws {MlxError} what `openSource` throws; `MLX_NO_SUCH_FILE` with exit 2; what fetching throws.
 */
export async function openDataSource(
  app: App,
  path: string,
  options: OpenDataOptions = {},
): Promise<DataSource> {
  const workspace = await app.workspace();
  ensureStateDirs(workspace);
  const temp = join(workspace.stateDir, "tmp");
  const { file, sha256 } = await bytesOf(app, path, options.sha256, temp);
  const source = await openSource({
    path: file,
    file: path,
    tempDir: temp,
    signal: app.signal,
    ...(options.format !== undefined && { format: options.format }),
    ...(options.asText !== undefined && { asText: options.asText }),
    ...(options.streamed !== undefined && { streamed: options.streamed }),
    ...(options.anyOrder !== undefined && { anyOrder: options.anyOrder }),
    ...(options.beside !== undefined && { beside: options.beside }),
  });
  app.onEnd(() => source.close());
  for (const note of source.notes) app.ui.note(note);
  let digest: Promise<string> | undefined = sha256 === undefined ? undefined : Promise.resolve(sha256);
  return Object.assign(source, {
    digest: () => {
      digest ??= hashed(file, path, app.signal);
      return digest;
    },
  });
}

interface Bytes {
  /** Absolute. */
  readonly file: string;
  readonly sha256?: string;
}

async function bytesOf(app: App, path: string, wanted: string | undefined, temp: string): Promise<Bytes> {
  if (wanted !== undefined) {
    if (!isSha256(wanted)) throw new RangeError(`not a digest: ${wanted}`);
    return { file: await cachedObject(app, { sha256: wanted, path }), sha256: wanted };
  }
  if (/^s3:\/\//i.test(path)) return fetched(app, path, temp);
  const file = resolve(app.cwd, path);
  if (existsSync(file)) return { file };
  const object = await trackedObject(app, path);
  if (object !== undefined) return { file: await cachedObject(app, object), sha256: object.sha256 };
  throw new MlxError("MLX_NO_SUCH_FILE", `there is no file ${path}`, {
    hint: "name a data file, a tracked file that need not be checked out, or s3://bucket/key",
    exitCode: 2,
  });
}

async function fetched(app: App, address: string, temp: string): Promise<Bytes> {
  const config = await app.config();
  const { fetchKey } = await import("../../storage/fetch-key.js");
  const bucket = /^s3:\/\/[^/]+/i.exec(address)?.[0] ?? address;
  const remote = Object.values(config.remotes).find(
    ({ url }) => url === bucket || url.startsWith(`${bucket}/`),
  );
  const file = join(tempDir(temp), "fetched");
  const { stallTimeout } = config.transfer;
  const { sha256 } = await fetchKey(address, remote ?? {}, file, { stallTimeout, signal: app.signal });
  return { file, sha256 };
}

async function hashed(file: string, path: string, signal: AbortSignal): Promise<string> {
  const [result] = await hashFiles([realpathSync(file)], { signal });
  if (result?.ok === true) return result.sha256;
  throw new MlxError("MLX_IO", `cannot read ${path}: ${result?.message ?? "it could not be hashed"}`);
}

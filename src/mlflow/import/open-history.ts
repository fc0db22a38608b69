import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { MlflowHistory } from "./history.js";
import type { ServerAccess } from "./server-client.js";
import { sourceError } from "./source-error.js";

const hint =
  "name an mlruns folder, a database (mlflow.db or sqlite:///path), or a server's address (http://host:5000)";

/**
 * What MLflow recorded, by what a person types: a folder, a SQLite file, `sqlite:///path`, `file:` or the address of a server.
 * @param cwd absolute; relative paths start there. @throws {MlxError} `MLX_MLFLOW_SOURCE`, exit 2.
 */
export async function openHistory(
  source: string,
  cwd: string,
  access: Omit<ServerAccess, "url">,
): Promise<MlflowHistory> {
  if (/^https?:\/\//i.test(source)) {
    const { ServerHistory } = await import("./server.js");
    return new ServerHistory({ ...access, url: source });
  }
  const path = resolve(cwd, await localPath(source));
  if (!existsSync(path)) throw sourceError(`there is nothing at ${path}`, { hint, exitCode: 2 });
  if (!statSync(path).isDirectory()) {
    const { DatabaseHistory } = await import("./database.js");
    return DatabaseHistory.open(path);
  }
  const { FileStoreHistory } = await import("./file-store.js");
  const folders = [path, resolve(path, "mlruns")];
  const store = folders.find((folder) => FileStoreHistory.isOne(folder));
  if (store !== undefined) return new FileStoreHistory(store);
  const database = resolve(path, "mlflow.db");
  if (existsSync(database)) return openHistory(database, cwd, access);
  throw sourceError(`${path} holds no experiments of MLflow`, { hint, exitCode: 2 });
}

async function localPath(source: string): Promise<string> {
  // SQLAlchemy's way: three slashes before a relative path, four before an absolute one.
  const [, database] = /^sqlite(?:\+\w+)?:\/\/\/(.+)$/i.exec(source) ?? [];
  if (database !== undefined) return database;
  const { localFolder } = await import("./artifact-files.js");
  const folder = localFolder(source);
  if (folder !== undefined) return folder;
  throw sourceError(`${source} is no place that runs can be read from`, { hint, exitCode: 2 });
}

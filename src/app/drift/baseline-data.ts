import { MlxError } from "../../core/errors.js";
import type { DriftBaseline } from "../../drift/baseline.js";
import { typedPath } from "../../workspace/repo-path.js";
import type { App } from "../app.js";
import { type DataSource, openDataSource } from "./open-data.js";

/** The data that a baseline was made of, beside another source; undefined where its bytes are neither here nor in a store. */
export async function openBaselineData(
  app: App,
  { data: { path, sha256 } }: Pick<DriftBaseline, "data">,
  beside: DataSource,
): Promise<DataSource | undefined> {
  const { root } = await app.workspace();
  const isAddress = /^[a-z0-9]+:\/\//i.test(path);
  const place = isAddress ? path : typedPath(root, app.cwd, path);
  return (
    (await opened(sha256, () => openDataSource(app, place, { beside }))) ??
    (await opened(sha256, () => openDataSource(app, place, { beside, sha256 })))
  );
}

/** What opens a source, if it has the bytes that are wanted. */
async function opened(sha256: string, open: () => Promise<DataSource>): Promise<DataSource | undefined> {
  try {
    const source = await open();
    if ((await source.digest()) === sha256) return source;
    await source.close();
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
  }
  return undefined;
}

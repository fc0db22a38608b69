import type { App } from "../../app/app.js";
import { dataStatus } from "../../app/data/data-status.js";
import { openDataSession, workingPointers } from "../../app/data/session.js";

/** The data of a project in a few numbers. */
export interface DataSummary {
  /** Tracked paths. */
  readonly tracked: number;
  /** Those that do not equal their pointers, with what is the matter. */
  readonly entries: readonly { readonly path: string; readonly state: string }[];
  /** Pointers that cannot be read, with the reason. */
  readonly invalid: readonly { readonly path: string; readonly message: string }[];
}

/** What `mlx status` says of data. */
export async function dataSummary(app: App): Promise<DataSummary> {
  const session = await openDataSession(app, { command: "status" });
  const { targets, invalid } = await workingPointers(session);
  const entries = await dataStatus(
    session,
    targets.map((target) => ({ target })),
  );
  return {
    tracked: targets.length,
    entries: entries.filter((entry) => entry.state !== "clean").map(({ path, state }) => ({ path, state })),
    invalid: invalid.map(({ path, error }) => ({ path, message: error.message })),
  };
}

import type { Person, VersionRecord } from "../../registry/types.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { requireAuthor } from "../registry/require-author.js";
import { requireModel } from "./require-model.js";

/** Whose evidence something is to be, known before it is begun. */
export interface EvidenceTarget {
  readonly record: VersionRecord;
  readonly author: Person;
}

/** @throws {MlxError} as `requireModel`; `MLX_NO_IDENTITY`, exit 2. */
export async function evidenceTarget(app: App, reference: string): Promise<EvidenceTarget> {
  requireWorktree(await app.workspace());
  const { resolved } = await requireModel(app, reference);
  return { record: resolved.record, author: await requireAuthor(await app.git()) };
}

import type { ModelDetails, ParameterValue } from "../../registry/models/model-details.js";
import type { VersionRecord } from "../../registry/types.js";
import type { App } from "../app.js";
import { openDataSession } from "../data/session.js";
import { registryTree } from "../registry/registry-tree.js";
import { requireAuthor } from "../registry/require-author.js";
import { describeVersion } from "./describe-version.js";
import { publishModel } from "./publish-model.js";
import { requireModelName, requireRegistrable } from "./require-registrable.js";

export interface RegisterRequest {
  readonly name: string;
  /** Files, folders, and artifacts of runs: `runs:/ID/PATH`. None: the outputs of `run`. */
  readonly paths: readonly string[];
  /** As a person names a run. */
  readonly run?: string;
  /** Beside those of the run; where both have one, these count. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Paths of data. */
  readonly data: readonly string[];
  /** `NAME@VERSION` or `NAME@ALIAS`. */
  readonly prompts: readonly string[];
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  readonly baseModel?: string;
  readonly adapters?: readonly string[];
  readonly license?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly message: string;
  /** Refuses a version of whose lineage something is not known. */
  readonly requireLineage: boolean;
  readonly dryRun: boolean;
  /** Takes what symbolic links lead to. */
  readonly follow?: boolean;
}

export interface RegisteredModel {
  readonly name: string;
  /** Of `unchanged`: the latest one, which is the same. */
  readonly version: string;
  readonly record: VersionRecord;
  readonly details: ModelDetails;
  /** `refused`: `requireLineage`, and `missing` says why. */
  readonly outcome: "registered" | "unchanged" | "refused";
  /** What was written, or in a dry run would be, from the top. */
  readonly files: readonly string[];
  /** What of the lineage is not known. */
  readonly missing: readonly string[];
  /** What the person should know, as sentences without a full stop. */
  readonly warnings: readonly string[];
  /** Where no run was named and one was found by the bytes: its id. */
  readonly foundRun?: string;
}

/**
 * Registers files as the next version of a model: their bytes in the cache, then, under the registry's lock, the frozen list,
 * the event and the record. The same files with the same lineage as the latest version are not registered again.
 * @throws {MlxError} `MLX_MODEL_NAME`, `MLX_MODEL_EMPTY`, `MLX_MODEL_DAMAGED`, `MLX_NO_SUCH_FILE`, `MLX_NO_IDENTITY` and the like,
 *   exit 2; `MLX_UNREADABLE`, `MLX_REGISTRY_DAMAGED`.
 */
export async function registerModel(app: App, request: RegisterRequest): Promise<RegisteredModel> {
  requireModelName(await registryTree(app), request.name);
  const author = await requireAuthor(await app.git());
  const session = await openDataSession(app, { command: "model register" });
  await requireRegistrable(session, request.name);
  // Garbage collection must not come between the bytes and the version that names them.
  const lock = await session.cache.lock({ mode: "shared", command: "model register", signal: app.signal });
  try {
    const { files, details, ...told } = await describeVersion(session, request);
    // Before the version, so that nothing can fail once it is there.
    if (!request.dryRun) session.statCache.save();
    const published = await publishModel(session, { request, author, files, details });
    return { ...published, details, missing: details.missing, ...told };
  } finally {
    lock.release();
  }
}

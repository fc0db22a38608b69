import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import { contentObjects } from "../../runs/exchange/content-objects.js";
import { recordKey } from "../../runs/exchange/record-key.js";
import type { OpenedRemote } from "./open-remote.js";

/**
 * What the runs need whose records a remote has, soft-deleted ones too.
 * @throws {MlxError} `MLX_GC_REFUSED` if a record cannot be read.
 */
export async function keptBySharedRuns(remote: OpenedRemote, signal: AbortSignal): Promise<Set<Sha256>> {
  // Brings zod with it.
  const { listRecords, readRecords } = await import("../runs/exchange/shared-records.js");
  const keep = new Set<Sha256>();
  let refusal: MlxError | undefined;
  const listed = await listRecords(remote.store, signal);
  const records = [...listed].flatMap(([id, names]) => [...names].map((name) => ({ id, name })));
  await readRecords(remote.store, records, {
    signal,
    onRecord: (_, { content }) => {
      for (const { sha256 } of contentObjects(content)) keep.add(sha256);
    },
    onFailed: (record, error) => {
      refusal ??= new MlxError(
        "MLX_GC_REFUSED",
        `${recordKey(record)} on ${remote.name} cannot be read, so what that run needs is not known: ${error.message}`,
        { hint: "whoever has the run can write it again: remove the file, then mlx runs push", cause: error },
      );
    },
  });
  if (refusal) throw refusal;
  return keep;
}

import { MlxError } from "../../../core/errors.js";
import type { ObjectStore } from "../../../ports.js";
import type { RunBundle } from "../../../runs/bundle.js";
import { parseRecord } from "../../../runs/exchange/bundle-line.js";
import {
  recordKey,
  recordName,
  recordOfKey,
  recordsPrefix,
  type SharedRecord,
} from "../../../runs/exchange/record-key.js";
import type { RunId } from "../../../runs/types.js";
import { runQueue } from "../../../storage/transfer-queue.js";

/** The names of the records that a remote has of each run. @throws {MlxError} `MLX_ACCESS_DENIED`, exit 4, without the right to list. */
export async function listRecords(
  store: ObjectStore,
  signal: AbortSignal,
  prefix = recordsPrefix,
): Promise<Map<RunId, Set<string>>> {
  const found = new Map<RunId, Set<string>>();
  for await (const key of store.listTexts(prefix, signal)) {
    const record = recordOfKey(key);
    if (!record) continue;
    const names = found.get(record.id);
    if (names) names.add(record.name);
    else found.set(record.id, new Set([record.name]));
  }
  return found;
}

export interface RecordReader {
  readonly signal: AbortSignal;
  readonly onRecord: (record: SharedRecord, bundle: RunBundle) => void;
  /** Told of a record that is damaged or cannot be had. */
  readonly onFailed: (record: SharedRecord, error: MlxError) => void;
}

/** Reads records, several at once, each verified; those of one that was merged into another meanwhile are found again. */
export async function readRecords(
  store: ObjectStore,
  records: readonly SharedRecord[],
  reader: RecordReader,
): Promise<void> {
  let wanted = records;
  for (const attempt of [1, 2, 3]) {
    const gone: SharedRecord[] = [];
    const read = async (record: SharedRecord, slot: { readonly signal: AbortSignal }) => {
      const bundle = await readRecord(store, record, slot.signal);
      if (bundle) reader.onRecord(record, bundle);
      else gone.push(record);
    };
    const { maxStreams } = store;
    await runQueue(wanted, read, { maxStreams, signal: reader.signal, onFailed: reader.onFailed });
    if (gone.length === 0) return;
    if (attempt === 3) for (const record of gone) reader.onFailed(record, vanished(store, record));
    const asked = new Set(wanted.map(recordKey));
    wanted = (await again(store, gone, reader.signal)).filter((record) => !asked.has(recordKey(record)));
  }
}

async function again(
  store: ObjectStore,
  gone: readonly SharedRecord[],
  signal: AbortSignal,
): Promise<SharedRecord[]> {
  const found: SharedRecord[] = [];
  for (const id of new Set(gone.map((record) => record.id))) {
    const names = (await listRecords(store, signal, `${recordsPrefix}${id}/`)).get(id) ?? [];
    for (const name of names) found.push({ id, name });
  }
  return found;
}

/** `undefined` if it is not there. @throws {MlxError} `MLX_INVALID_BUNDLE` if it is not what its name says. */
export async function readRecord(
  store: ObjectStore,
  record: SharedRecord,
  signal: AbortSignal,
): Promise<RunBundle | undefined> {
  const text = await store.readText(recordKey(record), signal);
  if (text === undefined) return undefined;
  if (recordName(text) !== record.name) throw damaged("its bytes are not those that its name stands for");
  const bundle = parseRecord(text);
  if (bundle.content.id === record.id) return bundle;
  throw damaged(`it is the record of another run, ${bundle.content.id}`);
}

function damaged(message: string): MlxError {
  return new MlxError("MLX_INVALID_BUNDLE", message);
}

function vanished(store: ObjectStore, record: SharedRecord): MlxError {
  return new MlxError("MLX_INVALID_BUNDLE", `${recordKey(record)} keeps vanishing from ${store.location}`);
}

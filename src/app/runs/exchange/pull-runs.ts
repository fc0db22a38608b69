import type { MlxError } from "../../../core/errors.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import { recordKey, type SharedRecord } from "../../../runs/exchange/record-key.js";
import type { RunId } from "../../../runs/types.js";
import type { App } from "../../app.js";
import type { OpenedRemote } from "../../data/open-remote.js";
import { KnownRecords } from "./known-records.js";
import { listRecords, readRecords } from "./shared-records.js";
import { TakenIn } from "./taken-in.js";

/** Takes in the records of a remote that the ledger lacks. Artifacts and logs stay where they are. */
export async function pullRuns(
  app: App,
  ledger: RunLedger,
  remote: OpenedRemote,
  options: { readonly dryRun: boolean },
): Promise<TakenIn> {
  const known = KnownRecords.open(await app.workspace());
  const taken = new TakenIn(ledger, options.dryRun);
  const fresh: SharedRecord[] = [];
  const there: RunId[] = [];
  for (const [id, names] of await listRecords(remote.store, app.signal)) {
    const lacking = [...names].filter((name) => !known.has(ledger, { id, name }));
    for (const name of lacking) fresh.push({ id, name });
    if (lacking.length < names.size) there.push(id);
    if (lacking.length === 0) taken.unchanged++;
  }
  const progress = app.ui.progress(`pulling runs from ${remote.name}`, fresh.length, "files");
  await readRecords(remote.store, fresh, {
    signal: app.signal,
    onRecord: (record, bundle) => {
      progress.add(1);
      if (!taken.take(bundle, recordKey(record)) || options.dryRun) return;
      there.push(record.id);
      known.add(ledger, record.id, [record.name]);
    },
    onFailed: (record: SharedRecord, error: MlxError) =>
      taken.refuse({ id: record.id, place: recordKey(record), reason: error.message }),
  });
  progress.done();
  if (options.dryRun) return taken;
  ledger.markShared([...new Set(there)], remote.name);
  known.save();
  return taken;
}

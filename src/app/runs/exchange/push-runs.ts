import { MlxError } from "../../../core/errors.js";
import type { Sha256 } from "../../../core/sha256.js";
import type { RunLedger } from "../../../ledger/run-ledger.js";
import { formatBundle } from "../../../runs/bundle.js";
import { contentObjects } from "../../../runs/exchange/content-objects.js";
import { recordKey, recordName } from "../../../runs/exchange/record-key.js";
import type { RunHeader, RunId } from "../../../runs/types.js";
import { runQueue } from "../../../storage/transfer-queue.js";
import type { NeededObject } from "../../data/objects.js";
import type { OpenedRemote } from "../../data/open-remote.js";
import { pushNeeded } from "../../data/push-objects.js";
import { runObjectPath } from "../../data/run-objects.js";
import type { DataSession } from "../../data/session.js";
import { KnownRecords } from "./known-records.js";
import { listRecords, readRecord } from "./shared-records.js";
import { type Refused, TakenIn } from "./taken-in.js";

export interface PushRunsOptions {
  readonly dryRun: boolean;
  /** Whether artifacts and logs travel, too. */
  readonly artifacts: boolean;
}

export interface PushedRuns {
  /** Runs whose record was written, or would be. */
  readonly pushed: number;
  /** Runs of which the remote had everything. */
  readonly present: number;
  /** Objects sent, or to be sent, and their bytes. */
  readonly objects: number;
  readonly bytes: number;
  readonly refused: readonly Refused[];
}

/**
 * Writes the records of runs to a remote, each once its objects are there. What others have written of the same run is
 * merged first, and taken away once it is part of what was written: whoever pushes at the same time loses nothing.
 */
export async function pushRuns(
  session: DataSession,
  ledger: RunLedger,
  remote: OpenedRemote,
  runs: readonly RunHeader[],
  options: PushRunsOptions,
): Promise<PushedRuns> {
  const pusher = new RunPusher(session, ledger, remote, await recordsOn(session, remote));
  const pending = runs.filter(({ id }) => !pusher.isThere(id));
  const present = runs.length - pending.length;
  const objects = options.artifacts ? objectsOf(ledger, pending) : [];
  const sent = await pushNeeded(session, remote, objects, { dryRun: options.dryRun });
  const failed = new Map(sent.failed.flatMap((it) => (it.sha256 ? [[it.sha256, it] as const] : [])));
  const lacking = pending.filter(({ id }) => pusher.refuseWithout(id, failed, options.artifacts));
  const ready = pending.filter((run) => !lacking.includes(run));
  if (!options.dryRun) await pusher.push(ready.map(({ id }) => id));
  const pushed = options.dryRun ? ready.length : pusher.pushed;
  return { pushed, present, objects: sent.uploaded, bytes: sent.bytes, refused: pusher.refused };
}

/** Without the right to list nothing can be merged; what is written under its own name still harms nobody. */
async function recordsOn(
  { app }: DataSession,
  remote: OpenedRemote,
): Promise<ReadonlyMap<RunId, ReadonlySet<string>>> {
  try {
    return await listRecords(remote.store, app.signal);
  } catch (error) {
    if (!(error instanceof MlxError) || error.code !== "MLX_ACCESS_DENIED") throw error;
    app.ui.warn(`what others pushed is not merged: ${error.message}`, error.hint);
    return new Map();
  }
}

function objectsOf(ledger: RunLedger, runs: readonly RunHeader[]): NeededObject[] {
  const objects = new Map<Sha256, NeededObject>();
  for (const { id } of runs) {
    const record = ledger.record(id);
    for (const { sha256, size, label } of record ? contentObjects(record) : [])
      objects.set(sha256, { sha256, size, path: runObjectPath({ runId: id, label }), manifest: false });
  }
  return [...objects.values()];
}

class RunPusher {
  pushed = 0;
  readonly refused: Refused[] = [];
  readonly #known: KnownRecords;
  readonly #shared: RunId[] = [];

  constructor(
    private readonly session: DataSession,
    private readonly ledger: RunLedger,
    private readonly remote: OpenedRemote,
    private readonly listed: ReadonlyMap<RunId, ReadonlySet<string>>,
  ) {
    this.#known = KnownRecords.open(session.workspace);
  }

  /** Whether the remote has just what the ledger has of a run. */
  isThere(id: RunId): boolean {
    const names = this.listed.get(id);
    if (names?.size !== 1) return false;
    const name = this.#known.nameOf(this.ledger, id) ?? this.#record(id).name;
    if (!names.has(name)) return false;
    this.#known.add(this.ledger, id, [], name);
    this.#shared.push(id);
    return true;
  }

  /** Refuses a run some of whose objects did not arrive. @returns whether it did. */
  refuseWithout(
    id: RunId,
    failed: ReadonlyMap<Sha256, { readonly path: string; readonly reason: string }>,
    artifacts: boolean,
  ): boolean {
    const record = artifacts && failed.size > 0 ? this.ledger.record(id) : undefined;
    const faults = record ? contentObjects(record).flatMap(({ sha256 }) => failed.get(sha256) ?? []) : [];
    const [first] = faults;
    if (!first) return false;
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
    this.refused.push({ id, place: first.path, reason: `${first.reason}${more}` });
    return true;
  }

  async push(ids: readonly RunId[]): Promise<void> {
    const { app } = this.session;
    const progress = app.ui.progress(`pushing runs to ${this.remote.name}`, ids.length, "files");
    try {
      const work = async (id: RunId, slot: { readonly signal: AbortSignal }) => {
        await this.#pushOne(id, slot.signal);
        progress.add(1);
      };
      await runQueue(ids, work, {
        maxStreams: this.remote.store.maxStreams,
        signal: app.signal,
        onFailed: (id, error) => this.refused.push({ id, place: this.remote.name, reason: error.message }),
      });
    } finally {
      progress.done();
      this.ledger.markShared(this.#shared, this.remote.name);
      this.#known.save();
    }
  }

  async #pushOne(id: RunId, signal: AbortSignal): Promise<void> {
    const { store } = this.remote;
    const others = this.listed.get(id) ?? new Set();
    const merged: string[] = [];
    for (const name of others) {
      const state = await this.#merge(id, name, signal);
      if (state === "conflict") return;
      if (state === "merged") merged.push(name);
    }
    const { text, name } = this.#record(id);
    if (!others.has(name)) await store.writeText(recordKey({ id, name }), text, signal);
    this.#known.add(this.ledger, id, merged, name);
    this.#shared.push(id);
    this.pushed++;
    for (const old of merged) if (old !== name) await this.#takeAway(id, old, signal);
  }

  /** Takes in what a record says. */
  async #merge(id: RunId, name: string, signal: AbortSignal): Promise<"merged" | "conflict" | "unreadable"> {
    if (this.#known.has(this.ledger, { id, name })) return "merged";
    const place = recordKey({ id, name });
    try {
      const bundle = await readRecord(this.remote.store, { id, name }, signal);
      if (!bundle) return "unreadable";
      const taken = new TakenIn(this.ledger, false);
      if (taken.take(bundle, place)) return "merged";
      this.refused.push(...taken.refused);
      return "conflict";
    } catch (error) {
      if (!(error instanceof MlxError) || error.code !== "MLX_INVALID_BUNDLE") throw error;
      this.refused.push({ id, place, reason: error.message });
      return "unreadable";
    }
  }

  async #takeAway(id: RunId, name: string, signal: AbortSignal): Promise<void> {
    try {
      await this.remote.store.removeText(recordKey({ id, name }), signal);
    } catch (error) {
      // It says nothing that the new record does not say.
      if (!(error instanceof MlxError)) throw error;
      this.session.app.ui.detail(`an older record stays: ${error.message}`);
    }
  }

  #record(id: RunId): { text: string; name: string } {
    const text = formatBundle(this.ledger.exportRun(id));
    return { text, name: recordName(text) };
  }
}

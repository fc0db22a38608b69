import { openCache } from "../../src/cache/object-cache.js";
import { sha256Of } from "../../src/core/sha256.js";
import { ulid } from "../../src/core/ulid.js";
import { openRunLedger } from "../../src/ledger/open-run-ledger.js";
import type { RunLedger } from "../../src/ledger/run-ledger.js";
import { formatBundle } from "../../src/runs/bundle.js";
import type { RunArtifact, RunId } from "../../src/runs/types.js";
import { ensureStateDirs } from "../../src/workspace/discover.js";
import type { TestRepo } from "./repo.js";

/** Works on a repository's ledger, which is closed afterwards. */
export async function withLedger<T>(repo: TestRepo, work: (ledger: RunLedger) => T): Promise<T> {
  const { root } = repo;
  const stateDir = repo.path(".mlx");
  const gitDir = repo.path(".git");
  const folders = {
    root,
    mainRoot: root,
    gitDir,
    commonDir: gitDir,
    bare: false,
    stateDir,
    sharedDir: stateDir,
  };
  ensureStateDirs(folders);
  const ledger = await openRunLedger(repo.path(".mlx/ledger.db"));
  try {
    return work(ledger);
  } finally {
    ledger.close();
  }
}

export interface SampleRun {
  /** Tells its id from others of the same time. Default: the name. */
  readonly seed?: string;
  readonly name?: string;
  readonly experiment?: string;
  readonly startTime?: number;
  readonly commandId?: RunId;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Points at steps 0, 1, … */
  readonly metrics?: Readonly<Record<string, readonly number[]>>;
  /** Path to text; the bytes go into the cache. */
  readonly artifacts?: Readonly<Record<string, string>>;
  /** Whether it has not ended. */
  readonly running?: boolean;
}

/** Records a run in a repository's ledger, without a command. @returns its id. */
export async function addRun(repo: TestRepo, sample: SampleRun = {}): Promise<RunId> {
  const { name = "train", startTime = 1_762_000_000_000, running = false } = sample;
  const id = ulid(startTime, Buffer.from(sha256Of(sample.seed ?? name), "hex").subarray(0, 10));
  const contents = Object.entries(sample.artifacts ?? {});
  const cache = openCache({
    root: repo.path(".mlx/cache"),
    quarantine: repo.path(".mlx/quarantine"),
    tmp: repo.path(".mlx/tmp"),
  });
  await cache.insertBytes(contents.map(([, text]) => text));
  const artifacts = contents.map(
    ([path, text]): RunArtifact => ({
      path,
      sha256: sha256Of(text),
      size: Buffer.byteLength(text),
      loggedAt: startTime,
    }),
  );
  const metrics = Object.entries(sample.metrics ?? {}).flatMap(([key, values]) =>
    values.map((value, step) => ({ key, value, step, timestamp: startTime + step })),
  );
  await withLedger(repo, (ledger) => {
    ledger.createRun({
      id,
      name,
      experiment: sample.experiment ?? "Default",
      kind: sample.commandId === undefined ? "command" : "client",
      startTime,
      owned: running,
      ...(sample.commandId !== undefined && { commandId: sample.commandId }),
      ...(sample.tags && { tags: sample.tags }),
    });
    ledger.append(id, { metrics, params: sample.params ?? {} }, startTime);
    ledger.addArtifacts(id, artifacts);
    if (!running) ledger.endRun(id, { status: "finished", endTime: startTime + 60_000, exitCode: 0 });
  });
  return id;
}

/** Everything that a ledger holds of its ended runs, as text: equal texts, equal ledgers. */
export async function contentsOf(repo: TestRepo): Promise<string[]> {
  return withLedger(repo, (ledger) => {
    const experiments = ledger.experiments("all").map(({ name }) => name);
    const { runs } = ledger.search({ experiments, view: "all" });
    return runs
      .filter(({ status }) => status !== "running")
      .map(({ id }) => formatBundle(ledger.exportRun(id)))
      .sort();
  });
}

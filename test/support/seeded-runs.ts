import { ulid } from "../../src/core/ulid.js";
import type { RunLedger } from "../../src/ledger/run-ledger.js";
import type {
  Checkpoint,
  MetricPoint,
  RunContext,
  RunGit,
  RunId,
  RunKind,
  RunRecord,
  RunStatus,
} from "../../src/runs/types.js";
import type { TestRepo } from "./repo.js";
import { withLedger } from "./run-ledger.js";

/** A run as a test needs it: what is not given is plain. */
export interface RunSpec {
  readonly name: string;
  readonly experiment?: string;
  readonly status?: RunStatus;
  readonly exitCode?: number;
  readonly kind?: RunKind;
  readonly commandId?: RunId;
  /** Epoch milliseconds. Default: a minute after the run before it. */
  readonly startTime?: number;
  readonly git?: RunGit;
  readonly context?: RunContext;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Values in order of their steps, from 0. */
  readonly metrics?: Readonly<Record<string, readonly number[]>>;
  readonly checkpoints?: readonly Omit<Checkpoint, "loggedAt">[];
}

/** When the first run of a test begins. */
export const firstStart = Date.UTC(2026, 0, 5, 12);

/** An id whose number tells it apart at both of its ends. */
export function testRunId(number: number): RunId {
  const random = new Uint8Array(10);
  new DataView(random.buffer).setUint32(6, number);
  return ulid(firstStart + number * 1000, random);
}

let counter = 0;

/** Records these runs, one after the other. @returns their ids, in the same order. */
export function seedRuns(repo: TestRepo, specs: readonly RunSpec[]): Promise<RunId[]> {
  return withLedger(repo, (ledger) => specs.map((spec, index) => seedOne(ledger, spec, index)));
}

function seedOne(ledger: RunLedger, spec: RunSpec, index: number): RunId {
  const id = testRunId(++counter);
  const startTime = spec.startTime ?? firstStart + index * 60_000;
  ledger.createRun({
    id,
    name: spec.name,
    experiment: spec.experiment ?? "Default",
    kind: spec.kind ?? "command",
    ...(spec.commandId && { commandId: spec.commandId }),
    startTime,
    git: spec.git ?? { dirty: false },
    context: spec.context ?? {},
    ...(spec.tags && { tags: spec.tags }),
    owned: false,
  });
  const metrics = Object.entries(spec.metrics ?? {}).flatMap(([key, values]) =>
    values.map((value, step): MetricPoint => ({ key, value, step, timestamp: startTime + step * 1000 })),
  );
  ledger.append(id, { metrics, params: spec.params ?? {} }, startTime);
  for (const checkpoint of spec.checkpoints ?? [])
    ledger.addCheckpoint(id, { ...checkpoint, loggedAt: startTime });
  const status = spec.status ?? "finished";
  if (status !== "running") {
    const exitCode = spec.exitCode ?? (status === "finished" ? 0 : 1);
    ledger.endRun(id, { status, endTime: startTime + 12_000, exitCode });
  }
  return id;
}

/** A record with nothing but what is given, for rules. */
export function plainRecord(number: number, parts: Partial<RunRecord> = {}): RunRecord {
  return {
    id: testRunId(number),
    name: `run ${number}`,
    experiment: "Default",
    kind: "command",
    status: "finished",
    startTime: number * 1000,
    endTime: number * 1000 + 500,
    git: { dirty: false },
    params: {},
    tags: {},
    metrics: {},
    context: {},
    artifacts: [],
    checkpoints: [],
    inputs: [],
    models: [],
    ...parts,
  };
}

/** Latest values, of step 1. */
export function latestOf(values: Readonly<Record<string, number>>): RunRecord["metrics"] {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { value, step: 1, timestamp: 0 }]),
  );
}

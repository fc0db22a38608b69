import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { ulid } from "../../../src/core/ulid.js";
import { openRunLedger } from "../../../src/ledger/open-run-ledger.js";
import type { NewRun, RunLedger } from "../../../src/ledger/run-ledger.js";
import type { MetricPoint, RunId } from "../../../src/runs/types.js";
import { tempFolder } from "../../support/temp-folder.js";

/** A ledger in a folder of its own that closes with the test. */
export async function scratchLedger(path = join(tempFolder("mlx-ledger-"), "ledger.db")): Promise<RunLedger> {
  const ledger = await openRunLedger(path);
  onTestFinished(() => ledger.close());
  return ledger;
}

export function newId(time = 1_700_000_000_000): RunId {
  return ulid(time, randomBytes(10));
}

/** Begins a run. @returns its id. */
export function begin(ledger: RunLedger, run: Partial<NewRun> = {}): RunId {
  const id = run.id ?? newId();
  ledger.createRun({
    id,
    name: "train",
    experiment: "Default",
    kind: "command",
    startTime: 1_000,
    owned: false,
    ...run,
  });
  return id;
}

export function point(key: string, value: number, step = 0, timestamp = 5): MetricPoint {
  return { key, value, step, timestamp };
}

/** Begins, fills and ends a run that has something of everything. */
export function fullRun(ledger: RunLedger, run: Partial<NewRun> = {}): RunId {
  const id = begin(ledger, {
    experiment: "digits",
    user: "ada@example.com",
    git: { commit: "c".repeat(40), branch: "main", dirty: true },
    context: { mlxVersion: "0.1.0", seeds: { seed: "7" } },
    tags: { team: "red" },
    ...run,
  });
  const metrics = [
    ...[0.5, Number.NaN, Number.POSITIVE_INFINITY].map((value, step) => point("loss", value, step)),
    point("acc", Number.NEGATIVE_INFINITY, -3, 9),
  ];
  ledger.append(id, { metrics, params: { lr: "0.1", note: "ünï\n" }, tags: { stage: "test" } }, 2_000);
  ledger.mergeContext(id, {
    log: { sha256: sha256Of("log"), size: 3, written: 3, truncated: false },
    resources: { wallSeconds: 1.5 },
  });
  ledger.addArtifacts(id, [
    { path: "outputs/model.bin", sha256: sha256Of("model"), size: 5, loggedAt: 2_500 },
    { path: "a.txt", sha256: sha256Of("a"), size: 1, loggedAt: 2_400 },
  ]);
  ledger.addCheckpoint(id, { step: 2, path: "outputs/model.bin", loggedAt: 2_500 });
  const dataset = { name: "iris", digest: "d1", sourceType: "local", source: "x" };
  ledger.addInputs(id, [{ ...dataset, tags: { "mlflow.data.context": "training" } }]);
  ledger.saveModel({
    id: `m-${sha256Of(id).slice(0, 32)}`,
    runId: id,
    name: "net",
    status: "LOGGED_MODEL_READY",
    step: 2,
    createdAt: 2_600,
    updatedAt: 2_700,
    params: { depth: "3" },
    tags: {},
    metrics: [point("val", Number.NaN, 2)],
  });
  ledger.endRun(id, { status: "finished", endTime: 3_000, exitCode: 0 });
  return id;
}

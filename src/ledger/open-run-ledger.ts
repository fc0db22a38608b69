import { annotate, annotationsOf, tagAnnotation } from "./annotations.js";
import * as artifacts from "./artifacts.js";
import { Connection } from "./connection.js";
import { exportRun, importRun } from "./exchange.js";
import * as experiments from "./experiments.js";
import { markInterrupted } from "./interrupted.js";
import { findModel, listModels, storeModel } from "./logged-models.js";
import { bestPointsOf, sampleOf } from "./metric-samples.js";
import { historyOf, metricKeysOf } from "./metrics.js";
import { openLedger } from "./open-ledger.js";
import { Query } from "./query.js";
import { countsOf, idsLike, recordOf } from "./reading.js";
import * as recording from "./recording.js";
import type { RunLedger } from "./run-ledger.js";
import { runNumber } from "./run-number.js";
import { headerOf, runRow } from "./run-rows.js";
import { searchIds, searchRuns } from "./search.js";

const purgeRun = new Query("DELETE FROM runs WHERE id = ?");

/**
 * Opens the runs of the ledger at `path`, making and migrating it as needed. Where nothing may be written an existing
 * one can be read.
 * @throws {MlxError} as `openLedger`.
 */
export async function openRunLedger(path: string): Promise<RunLedger> {
  const ledger = await openLedger(path, "read");
  return runLedger(new Connection(ledger));
}

function runLedger(connection: Connection): RunLedger {
  const { ledger } = connection;
  const { path, readOnly } = ledger;
  return {
    path,
    readOnly,
    close: () => ledger.close(),
    ...experimentMethods(connection),
    ...recordingMethods(connection),
    ...readingMethods(connection),
    ...careMethods(connection),
    ...exchangeMethods(connection),
  };
}

function experimentMethods(connection: Connection) {
  return {
    experiments: (view = "active") => connection.read((db) => experiments.listExperiments(db, view)),
    experiment: (which) => connection.read((db) => experiments.findExperiment(db, which)),
    ensureExperiment: (name, now) => connection.write((db) => experiments.activeExperiment(db, name, now)),
    updateExperiment: (id, change, now) =>
      connection.write((db) => experiments.changeExperiment(db, id, change, now)),
  } satisfies Partial<RunLedger>;
}

function recordingMethods(connection: Connection) {
  return {
    createRun: (run) => recording.createRun(connection, run),
    append: (id, batch, now, spool) => recording.append(connection, id, batch, now, spool),
    spoolOffset: (id) => recording.spoolOffset(connection, id),
    mergeContext: (id, context) => recording.mergeContext(connection, id, context),
    setGit: (id, git) => recording.setGit(connection, id, git),
    endRun: (id, end) => recording.endRun(connection, id, end),
    reopenRun: (id) => recording.reopenRun(connection, id),
    heartbeat: (id, now) => recording.heartbeat(connection, id, now),
    markInterrupted: (now) => markInterrupted(connection, now),
    addArtifacts: (id, added) =>
      connection.write((db) => artifacts.storeArtifacts(db, runNumber(db, id), added)),
    removeArtifacts: (id, artifact) =>
      connection.write((db) => artifacts.dropArtifacts(db, runNumber(db, id), artifact)),
    addCheckpoint: (id, checkpoint) =>
      connection.write((db) => artifacts.storeCheckpoint(db, runNumber(db, id), checkpoint)),
    addInputs: (id, inputs) => connection.write((db) => artifacts.storeInputs(db, runNumber(db, id), inputs)),
    saveModel: (model) => connection.write((db) => storeModel(db, model)),
    model: (id) => connection.read((db) => findModel(db, id)),
    models: (query) => connection.read((db) => listModels(db, query)),
  } satisfies Partial<RunLedger>;
}

function readingMethods(connection: Connection) {
  return {
    header: (id) =>
      connection.read((db) => {
        const row = runRow(db, id);
        return row && headerOf(row);
      }),
    record: (id) => connection.read((db) => recordOf(db, id)),
    search: (query) => connection.read((db) => searchRuns(db, query)),
    matching: (query) => connection.read((db) => searchIds(db, query)),
    counts: () => connection.read(countsOf),
    idsLike: (text) => connection.read((db) => idsLike(db, text)),
    history: (id, key, limit) => connection.read((db) => historyOf(db, runNumber(db, id), key, limit)),
    sample: (id, key, columns) => connection.read((db) => sampleOf(db, runNumber(db, id), key, columns)),
    bestPoints: (key, direction, ids) => connection.read((db) => bestPointsOf(db, key, direction, ids)),
    metricKeys: (id) => connection.read((db) => metricKeysOf(db, runNumber(db, id))),
    artifacts: (id) => connection.read((db) => artifacts.artifactsOf(db, runNumber(db, id))),
  } satisfies Partial<RunLedger>;
}

function careMethods(connection: Connection) {
  return {
    setTag: (id, key, value, now) =>
      connection.write((db) => annotate(db, runNumber(db, id), tagAnnotation(key), value, now)),
    rename: (id, name, now) => connection.write((db) => annotate(db, runNumber(db, id), "name", name, now)),
    softDelete: (id, now) =>
      connection.write((db) => {
        const row = runRow(db, id);
        // Deleted twice: the first time stays.
        if (row?.deleted_at == null) annotate(db, runNumber(db, id), "deleted", String(now), now);
      }),
    restore: (id, now) => connection.write((db) => annotate(db, runNumber(db, id), "deleted", null, now)),
    purge: (ids) =>
      connection.write((db) => {
        for (const id of ids) purgeRun.on(db).run(id);
      }),
  } satisfies Partial<RunLedger>;
}

function exchangeMethods(connection: Connection) {
  return {
    exportRun: (id) => exportRun(connection, id),
    importRun: (bundle) => importRun(connection, bundle),
    annotations: (id) => connection.read((db) => annotationsOf(db, runNumber(db, id))),
    markShared: (ids, remote) => connection.write((db) => artifacts.storeShared(db, ids, remote)),
    sharedRuns: () => connection.read(artifacts.listShared),
    objects: (scope) => connection.read((db) => artifacts.objectsOf(db, scope)),
  } satisfies Partial<RunLedger>;
}

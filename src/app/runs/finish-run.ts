import { existsSync } from "node:fs";
import type { RunContext, RunEnd } from "../../runs/types.js";
import { captureAfter } from "./capture/after.js";
import { endClientRuns } from "./end-client-runs.js";
import { keepLog } from "./keep-log.js";
import { readMetricsFiles } from "./read-metrics-files.js";
import type { Recording } from "./record-run.js";
import { removeRunFolder } from "./run-folder.js";
import type { EndedChild } from "./supervise-child.js";
import { trackingWarning } from "./tracking-warning.js";

/** Records what a command that has ended left behind. Whatever fails is told, and the rest is done. */
export async function finishRun(recording: Recording, ended: EndedChild, end: RunEnd): Promise<void> {
  const { app, id, ledger, cache, config, folder, server, faults } = recording;
  await faults.attempt(() => server.close());
  const allTaken = await faults.attempt(async () => {
    await ended.intake.take(true);
    return true;
  });
  const lost = [ledger.path, folder.dir, folder.metrics].find((path) => !existsSync(path));
  if (lost !== undefined) faults.add(`${lost} was removed while the command ran: what it held is lost`);
  await faults.attempt(() => readMetricsFiles(recording, end.endTime));
  const after = await faults.attempt(() => keepOutputs(recording));
  if (lost !== folder.dir)
    await faults.attempt(() => keepLog({ ledger, cache, folder, limit: config.runs.logLimit }));
  if (server.activity().requests === 0) {
    const warning = trackingWarning(app.cwd, recording.request.argv, recording.stores);
    if (warning !== undefined) faults.add(warning);
  }
  const warnings = [
    ...(recording.before.context.warnings ?? []),
    ...(after?.warnings ?? []),
    ...faults.messages,
  ];
  const resources = { ...ended.use, wallSeconds: ended.wallSeconds };
  const { warnings: _, ...context } = after ?? {};
  const recorded = await faults.attempt(() => {
    ledger.mergeContext(id, { ...context, resources, ...(warnings.length > 0 && { warnings }) });
    endClientRuns(ledger, id, end, server.activity().endedLast);
    ledger.endRun(id, end);
    return true;
  });
  // What the ledger could not take stays for the next command that opens it.
  if (allTaken && recorded) removeRunFolder(folder);
  for (const warning of new Set([...warnings, ...faults.messages])) app.ui.warn(warning);
}

/** What the command was to leave behind. */
async function keepOutputs({ app, request, id, cache, ledger }: Recording): Promise<RunContext> {
  const { context, artifacts } = await captureAfter(app, cache, { ...request, runId: id });
  if (artifacts.length > 0) ledger.addArtifacts(id, artifacts);
  return context;
}

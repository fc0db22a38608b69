import { MlxError } from "../../../core/errors.js";
import type { MonitorLookup } from "../../../registry/model-gates/facts.js";
import type { App } from "../../app.js";

/** A monitor of the working tree with its baseline, or why nobody can tell. @param named as the gate names it. */
export async function lookUpMonitor(app: App, named: string): Promise<MonitorLookup> {
  const [{ readMonitored }, { monitorPath }] = await Promise.all([
    import("../../drift/find-monitor.js"),
    import("../../drift/monitor-paths.js"),
  ]);
  try {
    const { monitor, baseline } = await readMonitored(app, named);
    const { name, data } = monitor;
    return { name, file: monitorPath(name), baseline: baseline.digest, hasData: data !== undefined };
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    return { problem: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
  }
}

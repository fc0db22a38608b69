import { MlxError } from "../../core/errors.js";
import { type AttributedStep, type Attribution, attributeSteps, stepOf } from "../../drift/attribution.js";
import type { DriftBaseline } from "../../drift/baseline.js";
import type { DriftMonitor } from "../../drift/monitor.js";
import { typedPath } from "../../workspace/repo-path.js";
import type { App } from "../app.js";
import { checkData } from "./check-data.js";
import { type DataAt, dataHistory, placeBytes } from "./data-history.js";

export interface AttributeRequest {
  readonly monitor: DriftMonitor;
  readonly baseline: DriftBaseline;
  /** From the repository's top. */
  readonly path: string;
  readonly from: string;
  readonly to: string;
  /** Look at this one alone. */
  readonly column?: string;
}

/**
 * Checks every state that the data had between two revisions against one baseline; the working tree is left alone. Bytes that are neither
 * in the cache nor in the store make their step unknown, not the whole.
 */
export async function attributeDrift(app: App, request: AttributeRequest): Promise<Attribution> {
  const states = await dataHistory(app, request.path, request.from, request.to);
  const known = new Map<string, ReturnType<typeof stepOf>>();
  const progress = app.ui.progress("checking commits");
  const steps: AttributedStep[] = [];
  for (const state of states) {
    progress.remark(`${steps.length + 1} of ${states.length}`);
    steps.push(await checkState(app, request, state, known));
  }
  app.ui.endProgress();
  return attributeSteps(steps);
}

async function checkState(
  app: App,
  request: AttributeRequest,
  { bytes, ...state }: DataAt,
  known: Map<string, ReturnType<typeof stepOf>>,
): Promise<AttributedStep> {
  const { sha256 } = state;
  if (sha256 === undefined) return state;
  const before = known.get(sha256);
  if (before !== undefined) return { ...state, ...before };
  try {
    const step = stepOf(await reportOf(app, request, sha256, bytes), request.column);
    known.set(sha256, step);
    return { ...state, ...step };
  } catch (error) {
    if (error instanceof MlxError) return { ...state, problem: error.message };
    throw error;
  }
}

async function reportOf(
  app: App,
  { monitor, baseline, path }: AttributeRequest,
  sha256: string,
  bytes: Buffer | undefined,
) {
  const { root } = await app.workspace();
  const placed = bytes === undefined ? undefined : await placeBytes(app, path, bytes);
  try {
    const outcome = await checkData(app, {
      monitor,
      baseline,
      data: placed?.file ?? typedPath(root, app.cwd, path),
      ...(placed === undefined && { sha256 }),
      segments: [],
      performance: false,
    });
    return outcome.report;
  } finally {
    placed?.remove();
  }
}

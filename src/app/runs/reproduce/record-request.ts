import { isAbsolute, join } from "node:path";
import type { RunContext, RunRecord } from "../../../runs/types.js";
import type { RecordRequest } from "../types.js";
import { reproducesTag } from "./plan.js";
import { retarget } from "./retarget.js";

/**
 * What records a run again in the worktree at `root`.
 * @param roots the worktrees that the command may name by absolute paths.
 */
export function recordRequest(
  record: RunRecord,
  command: NonNullable<RunContext["command"]>,
  { root, roots }: { readonly root: string; readonly roots: readonly string[] },
): RecordRequest {
  const there = (path: string) => (isAbsolute(path) ? path : join(root, path));
  return {
    name: `${record.name}-reproduced`,
    experiment: record.experiment,
    // Only what was given by hand: the rest is for the command, and its files, to say again.
    tags: { ...command.tags, [reproducesTag]: record.id },
    params: command.params ?? {},
    inputs: (record.context.inputs ?? []).map(({ path }) => there(path)),
    outputs: (record.context.outputs ?? []).map(({ path }) => there(path)),
    metricsFiles: retarget(command.metricsFiles, roots, root),
    allowEnv: Object.keys(record.context.environment?.variables ?? {}),
    argv: retarget(command.argv, roots, root),
    keepLog: true,
  };
}

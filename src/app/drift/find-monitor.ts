import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import { namesHint } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { DriftBaseline } from "../../drift/baseline.js";
import type { DriftMonitor } from "../../drift/monitor.js";
import { typedPath } from "../../workspace/repo-path.js";
import type { App } from "../app.js";
import { requireFit } from "./require-fit.js";

const folder = "drift";
const monitorEnding = ".drift.yaml";
const baselineEnding = ".baseline.json";

/** Names of the monitors and baselines of a repository, sorted. */
export function monitorNames(root: string): string[] {
  const path = join(root, folder);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  const names = readdirSync(path).flatMap((file) => {
    const ending = [monitorEnding, baselineEnding].find((each) => file.endsWith(each));
    return ending === undefined ? [] : [file.slice(0, -ending.length)];
  });
  return [...new Set(names)].sort();
}

/** The name that a person means: as typed, or of a file of its. */
export function monitorNameOf(typed: string): string {
  const file = typed.replace(/^.*[\\/]/, "");
  const ending = [monitorEnding, baselineEnding].find((each) => file.endsWith(each));
  return ending === undefined ? typed : file.slice(0, -ending.length);
}

/**
 * The monitor of a name, with its baseline.
 * @throws {MlxError} `MLX_MONITOR_NOT_FOUND`, `MLX_BASELINE_NOT_FOUND`, `MLX_INVALID_MONITOR`, `MLX_INVALID_BASELINE`, all exit 2.
 */
export async function readMonitored(
  app: App,
  typed: string,
): Promise<{
  readonly monitor: DriftMonitor;
  readonly baseline: DriftBaseline;
  readonly baselineFile: string;
}> {
  const { root } = await app.workspace();
  const name = monitorNameOf(typed);
  const monitorPath = `${folder}/${name}${monitorEnding}`;
  const baselinePath = `${folder}/${name}${baselineEnding}`;
  const [text, bytes] = [readAt(root, monitorPath), readAt(root, baselinePath)];
  if (text === undefined && bytes === undefined) throw notFound(root, typed);
  const shown = (path: string) => typedPath(root, app.cwd, path);
  if (bytes === undefined) {
    throw new MlxError(
      "MLX_BASELINE_NOT_FOUND",
      `the monitor ${displayPath(name)} has no baseline: there is no ${shown(baselinePath)}`,
      {
        hint: `make it: mlx drift baseline ${displayPath(name)} --data FILE`,
        exitCode: 2,
      },
    );
  }
  if (text === undefined) {
    throw new MlxError(
      "MLX_MONITOR_NOT_FOUND",
      `the baseline ${displayPath(name)} has no monitor: there is no ${shown(monitorPath)}`,
      {
        hint: `bring it back from git, or make it: mlx drift baseline ${displayPath(name)} --data FILE`,
        exitCode: 2,
      },
    );
  }
  const [{ readMonitor }, { readBaseline }] = await Promise.all([
    import("../../drift/read-monitor.js"),
    import("../../drift/baseline.js"),
  ]);
  const baseline = readBaseline(shown(baselinePath), bytes);
  const monitor = readMonitor(text.toString("utf8").replace(/^\uFEFF/, ""), name, shown(monitorPath));
  requireFit(monitor, baseline);
  return { monitor: redactedAs(monitor, baseline), baseline, baselineFile: baselinePath };
}

/** What the baseline redacts stays so, whatever became of the monitor. */
function redactedAs(monitor: DriftMonitor, { profile }: DriftBaseline): DriftMonitor {
  const redactions = new Map(profile.columns.map(({ name, redact }) => [name, redact]));
  const columns = monitor.columns.map((column) => {
    const redact = column.redact ?? redactions.get(column.name);
    return redact === undefined ? column : { ...column, redact };
  });
  return { ...monitor, columns };
}

function readAt(root: string, path: string): Buffer | undefined {
  const at = join(root, path);
  return statSync(at, { throwIfNoEntry: false })?.isFile() ? readFileSync(at) : undefined;
}

function notFound(root: string, typed: string): MlxError {
  const names = monitorNames(root);
  const known =
    names.length === 0
      ? "make one: mlx drift baseline NAME --data FILE"
      : namesHint(typed, names, `${folder}/ has`);
  return new MlxError("MLX_MONITOR_NOT_FOUND", `there is no monitor ${JSON.stringify(typed)} in ${folder}/`, {
    hint: known,
    exitCode: 2,
  });
}

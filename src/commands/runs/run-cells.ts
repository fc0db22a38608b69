import { formatNumber } from "../../core/format-number.js";
import { formatDuration, relativeTime } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import type { ListColumn } from "../../runs/list-columns.js";
import type { MetricSample } from "../../runs/metric-sample.js";
import { shortId } from "../../runs/short-id.js";
import type { RunHeader, RunStatus, RunSummary } from "../../runs/types.js";
import { sparkline } from "../../ui/sparkline.js";
import type { Theme } from "../../ui/theme.js";

/** `finished`, `failed (3)`, `killed (SIGTERM)`. */
export function statusText(run: RunHeader): string {
  if (run.signal !== undefined) return `${run.status} (${run.signal})`;
  const code = run.status === "failed" && run.exitCode !== undefined ? ` (${run.exitCode})` : "";
  return `${run.status}${code}`;
}

/** How a status is coloured: what went well green, what went wrong red, what goes on cyan. */
export function statusStyle(theme: Theme, status: RunStatus): (text: string) => string {
  if (status === "finished") return theme.green;
  if (status === "running") return theme.cyan;
  return status === "failed" ? theme.red : theme.yellow;
}

/** Of a run under way: until now. */
export function durationText(run: RunHeader, now: number): string {
  return formatDuration((run.endTime ?? now) - run.startTime);
}

/** A digest by its first 12 digits, with what follows it; any other text as it is. */
export function shortDigest(text: string): string {
  return text.replace(/^([0-9a-f]{12})[0-9a-f]{52}(?![0-9a-f])/, "$1");
}

/** `1a2b3c4d main`, with `*` where the tree was dirty. */
export function codeText({ git }: RunHeader): string {
  const branch = git.branch === undefined ? "" : displayPath(git.branch);
  const dirty = git.dirty ? "*" : "";
  if (git.commit !== undefined)
    return `${git.commit.slice(0, 8)}${dirty}${branch === "" ? "" : ` ${branch}`}`;
  return branch === "" ? `no commit${dirty}` : `${branch}${dirty}, no commit yet`;
}

/** A history as a word of bars; empty where there is no more than one point. */
export function sampleSparkline({ pieces, points }: MetricSample): string {
  return points < 2
    ? ""
    : sparkline(
        pieces.map(({ mean }) => mean ?? Number.NaN),
        pieces.length,
      );
}

/** What a column of a list shows of a run; empty where it has nothing. */
export function cellText(run: RunSummary, column: ListColumn, now: number): string {
  switch (column.entity) {
    case "metric": {
      const metric = own(run.metrics, column.key);
      return metric === undefined ? "" : formatNumber(metric.value);
    }
    case "param":
      return displayPath(own(run.params, column.key) ?? "");
    case "tag":
      return displayPath(own(run.tags, column.key) ?? "");
    case "attribute":
      return attributeText(run, column.key, now);
  }
}

function own<Value>(map: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function attributeText(run: RunSummary, key: string, now: number): string {
  switch (key) {
    case "id":
      return shortId(run.id);
    case "name":
      return displayPath(run.name);
    case "experiment":
      return displayPath(run.experiment);
    case "status":
      return `${statusText(run)}${run.deletedAt === undefined ? "" : ", deleted"}`;
    case "started":
      return relativeTime(run.startTime, now);
    case "ended":
      return run.endTime === undefined ? "" : relativeTime(run.endTime, now);
    case "duration":
      return durationText(run, now);
    case "deleted":
      return run.deletedAt === undefined ? "" : relativeTime(run.deletedAt, now);
    case "commit":
      return run.git.commit?.slice(0, 8) ?? "";
    case "branch":
      return displayPath(run.git.branch ?? "");
    case "dirty":
      return run.git.dirty ? "dirty" : "";
    case "exit":
      return run.signal ?? (run.exitCode === undefined ? "" : String(run.exitCode));
    case "user":
      return displayPath(run.user ?? "");
    default:
      return run.kind;
  }
}

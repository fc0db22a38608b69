import type { CheckedPlan } from "../../app/runs/reproduce/check-plan.js";
import { countOf } from "../../core/format-bytes.js";
import { shellQuote } from "../../core/shell-quote.js";
import { displayPath } from "../../core/visible-text.js";
import { shortId } from "../../runs/short-id.js";

/** The document of `runs reproduce --dry-run --json`. */
export function planDocument({
  record,
  commit,
  snapshot,
  data,
  obstacles,
}: CheckedPlan): Record<string, unknown> {
  const { command } = record.context;
  return {
    run: record.id,
    runnable: obstacles.length === 0,
    reasons: obstacles.map(({ reason }) => reason),
    commit: commit ?? null,
    snapshot: snapshot?.ref ?? null,
    command: command?.argv ?? null,
    cwd: command?.cwd ?? null,
    data,
  };
}

/** What would be run, on what. */
export function planText({ record, commit, snapshot, data, obstacles }: CheckedPlan): string {
  const { command } = record.context;
  const code =
    snapshot === undefined
      ? commit?.slice(0, 12)
      : `${snapshot.ref}, a snapshot of ${countOf(snapshot.files, "changed file")}`;
  const bytes =
    data.missing === 0 ? "all of it in the cache" : `${countOf(data.missing, "object")} to be fetched`;
  const rows: (readonly [string, string | undefined])[] = [
    ["command", command && displayPath(command.argv.map(shellQuote).join(" "))],
    ["folder", command && displayPath(command.cwd)],
    ["code", code],
    [
      "data",
      obstacles.length > 0
        ? undefined
        : data.tracked === 0
          ? "none is tracked"
          : `${countOf(data.tracked, "tracked path")}, ${bytes}`,
    ],
  ];
  const lines = rows.flatMap(([label, value]) =>
    value === undefined ? [] : [`  ${label.padEnd(8)} ${value}`],
  );
  const what = obstacles.length === 0 ? "would run" : "could not run";
  return [`${what} ${shortId(record.id)} (${displayPath(record.name)}) again`, ...lines].join("\n");
}

import type { App } from "../../app/app.js";
import { openRuns } from "../../app/runs/open-runs.js";
import { selectRun } from "../../app/runs/select-run.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { parsePairs } from "../../core/key-value.js";
import { requireText } from "../../core/require-text.js";
import { displayPath } from "../../core/visible-text.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { shortId } from "../../runs/short-id.js";
import type { RunId } from "../../runs/types.js";

export interface TagOptions {
  /** `key=value`, as typed. */
  readonly tags: readonly string[];
  /** Keys. */
  readonly remove: readonly string[];
  /** A new name for the run. */
  readonly name?: string;
  readonly dryRun: boolean;
}

/** `mlx runs tag`: sets and removes tags, and renames; with neither it shows them. */
export async function tag(app: App, name: string, options: TagOptions): Promise<ExitCode> {
  const set = Object.entries(parsePairs(options.tags, "mlx runs tag"));
  refuseBothWays(set, options.remove);
  requireText("--name", options.name);
  const ledger = await openRuns(app);
  const run = await selectRun(app, ledger, name);
  const before = tagsOf(ledger, run.id);
  const absent = options.remove.find((key) => !Object.hasOwn(before, key));
  if (absent !== undefined) throw noSuchTag(absent, run.id, Object.keys(before));
  const now = app.now();
  if (!options.dryRun) {
    for (const [key, value] of set) ledger.setTag(run.id, key, value, now);
    for (const key of options.remove) ledger.setTag(run.id, key, null, now);
    if (options.name !== undefined) ledger.rename(run.id, options.name, now);
  }
  tell(app, { id: run.id, before, set, renamed: options.name ?? run.name }, options);
  return ExitCode.ok;
}

function refuseBothWays(set: readonly (readonly [string, string])[], remove: readonly string[]): void {
  const both = set.find(([key]) => remove.includes(key));
  if (both === undefined) return;
  throw new MlxError("MLX_USAGE", `the tag ${JSON.stringify(both[0])} is to be both set and removed`, {
    hint: "leave one of the two out",
    exitCode: 2,
  });
}

function noSuchTag(key: string, id: RunId, known: readonly string[]): MlxError {
  return new MlxError("MLX_TAG_NOT_FOUND", `the run ${shortId(id)} has no tag ${JSON.stringify(key)}`, {
    hint: known.length === 0 ? "it has no tags" : `it has: ${known.map(displayPath).join(", ")}`,
    exitCode: 2,
  });
}

function tagsOf(ledger: RunLedger, id: RunId): Readonly<Record<string, string>> {
  return ledger.search({ ids: [id], view: "all" }).runs[0]?.tags ?? {};
}

interface Tagged {
  readonly id: RunId;
  readonly before: Readonly<Record<string, string>>;
  readonly set: readonly (readonly [string, string])[];
  readonly renamed: string;
}

function tell(app: App, { id, before, set, renamed }: Tagged, options: TagOptions): void {
  const kept = Object.entries(before).filter(([key]) => !options.remove.includes(key));
  const tags = Object.fromEntries([...kept, ...set].sort(([a], [b]) => (a < b ? -1 : 1)));
  if (app.ui.mode.json) {
    app.ui.json({ id, name: renamed, tags, dryRun: options.dryRun });
    return;
  }
  const changes = [
    ...set.map(([key, value]) => `set ${displayPath(key)}=${displayPath(value)}`),
    ...options.remove.map((key) => `removed ${displayPath(key)}`),
    ...(options.name === undefined ? [] : [`renamed to ${displayPath(options.name)}`]),
  ];
  if (changes.length === 0) {
    const lines = Object.entries(tags).map(([key, value]) => `${displayPath(key)}=${displayPath(value)}`);
    if (lines.length > 0) app.ui.answer(lines.join("\n"));
    else app.ui.note(`the run ${shortId(id)} has no tags; set one: mlx runs tag ${shortId(id)} key=value`);
  }
  const would = options.dryRun ? "would be " : "";
  for (const change of changes) app.ui.out(`${shortId(id)} (${displayPath(renamed)}): ${would}${change}`);
}

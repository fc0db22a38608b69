import type { App } from "../../app/app.js";
import { type MovedAlias, moveModelAlias } from "../../app/models/move-model-alias.js";
import { planCommit } from "../../app/registry/commit-move.js";
import { ExitCode } from "../../core/exit-codes.js";
import { formatMoment } from "../../core/format-time.js";
import { requireText } from "../../core/require-text.js";
import { displayPath } from "../../core/visible-text.js";
import { requireName } from "../../registry/reference.js";
import { wrapIndented } from "../../ui/wrap-text.js";
import { tellWritten, type Written } from "./commit-written.js";

export interface MoveOptions {
  readonly message?: string;
  readonly commit: boolean;
  readonly dryRun: boolean;
}

/** `mlx model rollback`: restores what held an alias before, gates or no gates. */
export function rollback(app: App, typed: string, alias: string, options: MoveOptions): Promise<ExitCode> {
  return move(app, typed, alias, "rollback", options);
}

/** `mlx model unalias`: takes an alias away. */
export function unalias(app: App, typed: string, alias: string, options: MoveOptions): Promise<ExitCode> {
  return move(app, typed, alias, "unalias", options);
}

async function move(
  app: App,
  typed: string,
  alias: string,
  kind: "rollback" | "unalias",
  { message, commit, dryRun }: MoveOptions,
): Promise<ExitCode> {
  requireText("--message", message);
  const name = requireName(typed, "model");
  const plan = commit && !dryRun ? await planCommit(app) : undefined;
  const moved = await moveModelAlias(app, { name, alias, kind, message: message?.trim() ?? "", dryRun });
  if (!app.ui.mode.json) tell(app, moved, dryRun);
  const written = await tellWritten(app, moved, plan);
  if (app.ui.mode.json) app.ui.json(documentOf(moved, dryRun, written));
  return ExitCode.ok;
}

function tell(
  app: App,
  { name, alias, previous, restored, archived, completed }: MovedAlias,
  dryRun: boolean,
): void {
  const would = dryRun ? "would move " : "";
  const from = previous === undefined ? "" : `${previous.version} → `;
  const how = completed ? " (completed what was interrupted)" : restored ? " (rolled back)" : "";
  app.ui.out(`${would}${alias} of ${displayPath(name)}: ${from}${restored?.version ?? "removed"}${how}`);
  if (restored === undefined) return;
  const { record } = restored;
  const moment = formatMoment(Date.parse(record.time));
  const verified = `verified ${displayPath(name)}@${record.version}: registered ${moment} by ${displayPath(record.author.email)}, sha256 ${record.sha256.slice(0, 12)}`;
  app.ui.out(wrapIndented(verified, app.ui.columns()).join("\n"));
  if (archived)
    app.ui.warn(
      `${displayPath(name)}@${record.version} is archived`,
      `look at why: mlx model show ${displayPath(name)}@${record.version}`,
    );
}

function documentOf(
  { name, alias, previous, restored, event, archived }: MovedAlias,
  dryRun: boolean,
  { files, commit }: Written,
): Readonly<Record<string, unknown>> {
  return {
    ...{ name, alias, version: restored?.version ?? null, record: restored?.record.digest ?? null },
    previous: previous?.version ?? null,
    ...{ kind: event.kind, event: event.id, changed: !dryRun, dryRun, archived },
    ...{ files, commit: commit ?? null },
  };
}

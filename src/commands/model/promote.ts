import type { App } from "../../app/app.js";
import { type Promotion, promoteModel } from "../../app/models/promote-model.js";
import { planCommit } from "../../app/registry/commit-move.js";
import { ExitCode } from "../../core/exit-codes.js";
import { requireText } from "../../core/require-text.js";
import { displayPath } from "../../core/visible-text.js";
import { uncommitted } from "../../git/commit-files.js";
import { itemFolder } from "../../registry/paths.js";
import { parseReference, whichVersion } from "../../registry/reference.js";
import { warnOfSettings } from "../gate/warn-of-settings.js";
import { warnUngated } from "../gate/warn-ungated.js";
import { tellWritten, type Written, warnLeft } from "./commit-written.js";
import { gateDocument, tellJudged } from "./judged-gates.js";

export interface PromoteOptions {
  readonly to: string;
  /** Why failing gates are passed over. */
  readonly override?: string;
  readonly message?: string;
  readonly commit: boolean;
  readonly dryRun: boolean;
}

/** `mlx model promote`: points an alias at a version if its gates let it. Exit 1 if one refuses; then nothing is written. */
export async function promote(app: App, reference: string, options: PromoteOptions): Promise<ExitCode> {
  requireText("--override", options.override);
  requireText("--message", options.message);
  const { name, ref } = parseReference(reference, "model");
  if (ref === undefined) throw whichVersion(`the model ${name}`, versionHint(name, displayPath(options.to)));
  const commit = options.commit && !options.dryRun ? await planCommit(app) : undefined;
  const promotion = await promoteModel(app, {
    ...{ name, ref, alias: options.to, message: options.message?.trim() ?? "", dryRun: options.dryRun },
    ...(options.override !== undefined && { override: options.override.trim() }),
    onJudged: (gates) => tellJudged(app, gates),
  });
  if (promotion.outcome === "already") return tellAlready(app, promotion, options);
  if (promotion.outcome === "refused") return tellRefused(app, promotion, options);
  if (!app.ui.mode.json) tellPromoted(app, promotion, options);
  await warnUngated(app, "model", name, options.to);
  await warnOfSettings(app, name);
  const written = await tellWritten(app, promotion, commit);
  if (app.ui.mode.json) app.ui.json(documentOf(promotion, options.dryRun, written));
  return ExitCode.ok;
}

function versionHint(name: string, alias: string): string {
  return `mlx model promote ${name}@VERSION --to ${alias}; to take the alias away: mlx model unalias ${name} ${alias}`;
}

function documentOf(
  { name, version, record, alias, previous, gates, event, outcome }: Promotion,
  dryRun: boolean,
  written?: Written,
): Readonly<Record<string, unknown>> {
  return {
    ...{ name, version, record, alias, outcome, previous: previous?.version ?? null },
    changed: outcome === "promoted" && !dryRun,
    dryRun,
    gates: gates.map(gateDocument),
    event: event?.id ?? null,
    override: event?.override ?? null,
    files: written?.files ?? [],
    commit: written?.commit ?? null,
  };
}

async function tellAlready(
  app: App,
  promotion: Promotion,
  { dryRun, commit }: PromoteOptions,
): Promise<ExitCode> {
  const { name, version, alias } = promotion;
  if (app.ui.mode.json) app.ui.json(documentOf(promotion, dryRun));
  else app.ui.out(`${alias} of ${displayPath(name)} is at ${version} already`);
  const folder = itemFolder("model", name);
  if (commit && !dryRun) warnLeft(app, folder, await uncommitted(await app.git(), [folder]));
  return ExitCode.ok;
}

/** A gate said no: a result, not an error. */
function tellRefused(app: App, promotion: Promotion, { dryRun }: PromoteOptions): ExitCode {
  const { name, version, alias, previous, gates } = promotion;
  if (app.ui.mode.json) {
    app.ui.json(documentOf(promotion, dryRun));
    return ExitCode.problem;
  }
  const failed = gates.filter(({ passed }) => !passed).length;
  const stays = previous === undefined ? "is not set" : `stays at ${previous.version}`;
  app.ui.answer(
    `${app.ui.theme.red("refused:")} ${alias} of ${displayPath(name)} ${stays}; ${failed} of ${gates.length} gates failed for ${displayPath(name)}@${version}`,
  );
  app.ui.note("to pass over it all the same: --override REASON, kept on record for ever");
  return ExitCode.problem;
}

function tellPromoted(
  app: App,
  { name, alias, version, previous, event, completed }: Promotion,
  { dryRun, override }: PromoteOptions,
): void {
  const from = previous === undefined ? "" : `${previous.version} → `;
  const would = dryRun ? "would move " : "";
  const how = completed ? " (completed what was interrupted)" : "";
  app.ui.out(`${would}${alias} of ${displayPath(name)}: ${from}${version}${how}`);
  if (event?.override !== undefined)
    app.ui.warn(`failing gates were overridden: ${displayPath(event.override)}`);
  else if (override !== undefined)
    app.ui.note("every gate passed: --override was not needed and is not recorded");
}

import type { App } from "../../app/app.js";
import type { AliasMove } from "../../app/registry/move-alias.js";
import { promptGateHint } from "../../app/registry/prompt-gate-hint.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { formatMoment } from "../../core/format-time.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import { aliasState } from "../../registry/aliases/plan-alias.js";
import { itemFolder } from "../../registry/paths.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { GateOutcome, RegistryEvent, VersionRef } from "../../registry/types.js";
import { resolveVersion } from "../../registry/versions/resolve-version.js";
import { commitHint } from "../registry/commit-hint.js";
import { gateTable } from "./gate-table.js";

/** Tells what an alias points at, verified. */
export function showAlias(app: App, item: RegistryItem, alias: string): ExitCode {
  const isThere = item.aliases.some((entry) => entry.alias === alias);
  if (!isThere && aliasState(item, alias).heads.every(({ target }) => target === undefined)) {
    throw notSet(item, alias);
  }
  const { version, record, event } = resolveVersion(item.tree, item.noun, item.name, alias);
  if (app.ui.mode.json) {
    const by = event && { event: event.id, author: event.author, time: event.time, message: event.message };
    app.ui.json({ name: item.name, alias, version, record: record.digest, ...by });
    return ExitCode.ok;
  }
  app.ui.answer(version);
  if (event) {
    const moment = formatMoment(Date.parse(event.time));
    app.ui.note(`set ${moment} by ${displayPath(personText(event))}${messageText(event)}`);
  }
  return ExitCode.ok;
}

function notSet(item: RegistryItem, alias: string): MlxError {
  const known = item.aliases.map((entry) => entry.alias);
  const meant = closest(alias, known);
  const command = `mlx prompt alias ${item.name} ${alias} ${item.versions.at(-1)?.version ?? "VERSION"}`;
  return new MlxError("MLX_ALIAS_NOT_FOUND", `${item.name} has no alias ${alias}`, {
    hint: meant === undefined ? `set it: ${command}` : `did you mean ${meant}? to set it: ${command}`,
    exitCode: 2,
  });
}

export function tellAlready(app: App, item: RegistryItem, alias: string): ExitCode {
  const { version, record } = resolveVersion(item.tree, item.noun, item.name, alias);
  if (app.ui.mode.json) {
    app.ui.json({ name: item.name, alias, version, record: record.digest, changed: false });
    return ExitCode.ok;
  }
  app.ui.out(`${alias} of ${item.name} is at ${version} already`);
  return ExitCode.ok;
}

export function tellGates(app: App, gates: readonly GateOutcome[]): void {
  app.ui.answer(gateTable(app.ui, gates));
}

interface Refusal {
  readonly item: RegistryItem;
  readonly alias: string;
  readonly gates: readonly GateOutcome[];
  readonly target: VersionRef | undefined;
}

/** A gate said no: a result, not an error. */
export function tellRefused(app: App, { item, alias, gates, target }: Refusal): ExitCode {
  const { pointer } = aliasState(item, alias);
  const now = pointer?.ok ? pointer.value.version : undefined;
  if (app.ui.mode.json) {
    const asked = { name: item.name, alias, version: now ?? null, wanted: target?.version };
    app.ui.json({ ...asked, changed: false, gates });
    return ExitCode.problem;
  }
  const failed = gates.filter(({ passed }) => !passed).length;
  const stays = now === undefined ? "is not set" : `stays at ${now}`;
  app.ui.answer(
    `${app.ui.theme.red("refused:")} ${alias} of ${item.name} ${stays}; ${failed} of ${gates.length} gates failed for ${target?.version}`,
  );
  for (const hint of gateHints(`${item.name}@${target?.version}`, gates)) app.ui.note(hint);
  app.ui.note("to pass over it all the same: --override REASON, kept on record for ever");
  return ExitCode.problem;
}

/** The commands that help with what failed, in the order of the gates. */
function gateHints(version: string, gates: readonly GateOutcome[]): string[] {
  const hints = gates.flatMap((outcome) => (outcome.passed ? [] : (promptGateHint(version, outcome) ?? [])));
  return [...new Set(hints)];
}

interface Moved {
  readonly move: AliasMove;
  readonly event: RegistryEvent;
  readonly dryRun: boolean;
  readonly overridden: boolean;
}

export function tellMoved(app: App, { move, event, dryRun, overridden }: Moved): void {
  const { item, alias, plan } = move;
  const { noun, name } = item;
  const previous = plan.kind === "move" ? plan.previous : event.previous;
  if (app.ui.mode.json) {
    const versions = { version: event.target?.version ?? null, previous: previous?.version ?? null };
    const made = { ...versions, kind: event.kind, event: event.id, changed: !dryRun, dryRun };
    const override = event.override === undefined ? {} : { override: event.override };
    app.ui.json({ name, alias, ...made, gates: event.gates ?? [], ...override });
    return;
  }
  const from = previous === undefined ? "" : `${previous.version} → `;
  const to = event.target?.version ?? "removed";
  const would = dryRun ? "would move " : "";
  const how =
    event.kind === "rollback"
      ? " (rolled back)"
      : plan.kind === "finish"
        ? " (completed what was interrupted)"
        : "";
  app.ui.out(`${would}${alias} of ${displayPath(name)}: ${from}${to}${how}`);
  if (overridden) app.ui.warn(`failing gates were overridden: ${move.override ?? ""}`);
  if (!dryRun) app.ui.note(commitHint([itemFolder(noun, name)], commitText(name, alias, event)));
}

function commitText(name: string, alias: string, { target }: RegistryEvent): string {
  return target === undefined ? `Remove ${alias} of ${name}` : `Point ${name}@${alias} at ${target.version}`;
}

function personText({ author }: RegistryEvent): string {
  return `${author.name} <${author.email}>`;
}

function messageText({ message }: RegistryEvent): string {
  return message === "" ? "" : `: ${displayPath(message)}`;
}

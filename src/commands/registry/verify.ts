import type { App } from "../../app/app.js";
import { registryTree } from "../../app/registry/registry-tree.js";
import { selectItems } from "../../app/registry/select-items.js";
import type { HistoryReach } from "../../app/registry/verify-history.js";
import type { RemoteCheck } from "../../app/registry/verify-versions-remote.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { Finding } from "../../core/finding.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { withDeleted } from "../../registry/history/with-deleted.js";
import type { RegistryItem } from "../../registry/read-item.js";
import { registryNouns } from "../../registry/types.js";
import { verifyItem, verifyNames } from "../../registry/verify/verify.js";
import { jsonFinding } from "../../ui/findings/json.js";
import { wrapIndented } from "../../ui/wrap-text.js";
import { chosenNouns, type NounChoice } from "./chosen-nouns.js";

export interface VerifyOptions extends NounChoice {
  /** A remote's name, or true for the default one: looks there for every file of every version. */
  readonly remote?: string | boolean;
  /** Reads each file back from the remote. */
  readonly deep: boolean;
  /** False leaves git's history alone. */
  readonly history: boolean;
}

/** `mlx registry verify`. Exit 1 if something does not fit together. */
export async function verify(app: App, names: readonly string[], options: VerifyOptions): Promise<ExitCode> {
  const items = selectItems(await registryTree(app), names, chosenNouns(options));
  const remote = await onRemote(app, items, options);
  const { reach, deleted } = await inHistory(app, items, options);
  const findings = [
    ...withDeleted(items.flatMap(verifyItem), deleted),
    ...[...verifyNames(items), ...(remote?.findings ?? [])],
  ];
  if (app.ui.mode.json) {
    app.ui.json({
      ...{ checked: items.length, ...countsOf(items) },
      history: reach,
      ...(remote && { remote: { name: remote.remote, objects: remote.objects, deep: options.deep } }),
      findings: findings.map(jsonFinding),
    });
  } else tell(app, items, findings, remote);
  return findings.length === 0 ? ExitCode.ok : ExitCode.problem;
}

async function onRemote(
  app: App,
  items: readonly RegistryItem[],
  { remote, deep }: VerifyOptions,
): Promise<RemoteCheck | undefined> {
  if (remote === undefined && !deep) return undefined;
  const { verifyVersionsOnRemote } = await import("../../app/registry/verify-versions-remote.js");
  return verifyVersionsOnRemote(app, items, { deep, ...(typeof remote === "string" && { remote }) });
}

const gaps: Readonly<Partial<Record<HistoryReach, string>>> = {
  shallow:
    "this clone is shallow, so what was deleted before its oldest commit is not looked for: git fetch --unshallow",
  unreadable:
    "this clone lacks trees of its history, so what was deleted is not looked for: git fetch --refetch --no-filter",
};

async function inHistory(
  app: App,
  items: readonly RegistryItem[],
  { history }: VerifyOptions,
): Promise<{ readonly reach: HistoryReach | "skipped"; readonly deleted: readonly Finding[] }> {
  if (!history) return { reach: "skipped", deleted: [] };
  const { verifyHistory } = await import("../../app/registry/verify-history.js");
  const { reach, findings } = await verifyHistory(app, items);
  const gap = gaps[reach];
  if (gap !== undefined && items.length > 0) app.ui.note(gap);
  return { reach, deleted: findings };
}

function countsOf(items: readonly RegistryItem[]) {
  const count = (kind: "versions" | "events" | "aliases" | "evidence") => {
    return items.reduce((total, item) => total + item[kind].length, 0);
  };
  return {
    ...{ versions: count("versions"), events: count("events"), aliases: count("aliases") },
    evidence: count("evidence"),
  };
}

function tell(
  app: App,
  items: readonly RegistryItem[],
  findings: readonly Finding[],
  remote: RemoteCheck | undefined,
): void {
  const { theme } = app.ui;
  const checked = [checkedText(items), ...(remote === undefined ? [] : [remoteText(remote)])].join("; ");
  if (findings.length === 0) {
    app.ui.out(wrapIndented(`${theme.green("intact:")} ${checked}`, app.ui.columns()).join("\n"));
    return;
  }
  const lines = findings.flatMap(({ file, line, column, rule, message, hint }) => [
    `${displayPath(file)}:${line}:${column}: ${theme.red(rule)}: ${displayPath(message)}`,
    ...(hint === undefined ? [] : [`  ${theme.cyan("hint:")} ${displayPath(hint)}`]),
  ]);
  lines.push(`${theme.red(`${countOf(findings.length, "problem")} found`)} in ${checked}`);
  app.ui.answer(lines.flatMap((line) => wrapIndented(line, app.ui.columns(), 4)).join("\n"));
}

/** `1 prompt, 2 models: 3 versions, 7 events, 2 aliases`. */
function checkedText(items: readonly RegistryItem[]): string {
  const { versions, events, aliases, evidence } = countsOf(items);
  const nouns = registryNouns
    .map((noun) => ({ noun, count: items.filter((item) => item.noun === noun).length }))
    .filter(({ count }) => count > 0)
    .map(({ noun, count }) => countOf(count, noun));
  const parts = [
    countOf(versions, "version"),
    countOf(events, "event"),
    countOf(aliases, "alias", "aliases"),
    ...(evidence === 0 ? [] : [countOf(evidence, "piece of evidence", "pieces of evidence")]),
  ];
  return `${nouns.length === 0 ? "0 prompts and models" : nouns.join(", ")}: ${parts.join(", ")}`;
}

function remoteText({ remote, objects }: RemoteCheck): string {
  return `${countOf(objects, "file")} of models looked for on ${remote}`;
}

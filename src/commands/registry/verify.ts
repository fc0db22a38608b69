import type { App } from "../../app/app.js";
import { registryTree } from "../../app/registry/registry-tree.js";
import { selectItems } from "../../app/registry/select-items.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { Finding } from "../../core/finding.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { RegistryItem } from "../../registry/read-item.js";
import { verifyItem, verifyNames } from "../../registry/verify.js";
import { jsonFinding } from "../../ui/findings/json.js";

/** `mlx registry verify`. Exit 1 if something does not fit together. */
export async function verify(app: App, names: readonly string[]): Promise<ExitCode> {
  const items = selectItems(await registryTree(app), names);
  const findings = [...items.flatMap(verifyItem), ...verifyNames(items)];
  if (app.ui.mode.json)
    app.ui.json({ checked: items.length, ...countsOf(items), findings: findings.map(jsonFinding) });
  else tell(app, items, findings);
  return findings.length === 0 ? ExitCode.ok : ExitCode.problem;
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

function tell(app: App, items: readonly RegistryItem[], findings: readonly Finding[]): void {
  const { theme } = app.ui;
  const { versions, events, aliases, evidence } = countsOf(items);
  const parts = [
    countOf(versions, "version"),
    countOf(events, "event"),
    countOf(aliases, "alias", "aliases"),
    ...(evidence === 0 ? [] : [countOf(evidence, "piece of evidence", "pieces of evidence")]),
  ];
  const checked = `${countOf(items.length, "prompt")}: ${parts.join(", ")}`;
  if (findings.length === 0) {
    app.ui.out(`${theme.green("intact:")} ${checked}`);
    return;
  }
  const lines = findings.flatMap(({ file, line, column, rule, message, hint }) => [
    `${displayPath(file)}:${line}:${column}: ${theme.red(rule)}: ${displayPath(message)}`,
    ...(hint === undefined ? [] : [`  ${theme.cyan("hint:")} ${displayPath(hint)}`]),
  ]);
  app.ui.answer(lines.join("\n"));
  app.ui.answer(`${theme.red(`${countOf(findings.length, "problem")} found`)} in ${checked}`);
}

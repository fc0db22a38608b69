import type { App } from "../../app/app.js";
import { reportOf } from "../../core/error-report.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { AccessCheck, ObjectStore } from "../../ports.js";
import type { Ui } from "../../ui/ui.js";

/** `mlx remote check`: tries what mlx needs of a store and says in plain words how it went. */
export async function check(app: App, remote: string | undefined): Promise<ExitCode> {
  const { name, store } = await app.store(remote);
  const checks = await store.check(app.signal);
  const refused = checks.filter((item) => !item.ok && !item.optional);
  const exitCode = refused.length === 0 ? ExitCode.ok : await refusalCode(store, refused, app.signal);
  const { ui } = app;
  if (ui.mode.json) {
    ui.json({ remote: name, location: store.location, ok: refused.length === 0, checks });
    return exitCode;
  }
  ui.answer(`${ui.theme.bold(name)}  ${store.location}`);
  for (const item of checks) ui.answer(checkLines(ui, item).join("\n"));
  ui.out(verdict(name, checks));
  return exitCode;
}

/** 4 where the store refuses these credentials, 3 where it cannot be used for another reason. */
async function refusalCode(
  store: ObjectStore,
  refused: readonly AccessCheck[],
  signal: AbortSignal,
): Promise<ExitCode> {
  try {
    await store.open({ create: false, signal });
  } catch (error) {
    return reportOf(error).exitCode;
  }
  const reached = !refused.some((item) => item.name === "reach" || item.name === "clock");
  return reached ? ExitCode.credentials : ExitCode.failed;
}

function checkLines(ui: Ui, item: AccessCheck): string[] {
  const { theme } = ui;
  const mark = item.ok ? theme.green("ok  ") : item.optional ? theme.yellow("--  ") : theme.red("FAIL");
  const lines = [`  ${mark}  ${item.name.padEnd(6)}  ${item.detail}`];
  if (!item.ok && item.hint !== undefined) lines.push(`${" ".repeat(16)}${theme.cyan("hint:")} ${item.hint}`);
  return lines;
}

function verdict(name: string, checks: readonly AccessCheck[]): string {
  if (checks.some((item) => !item.ok && !item.optional)) return `${name} cannot be used as it is`;
  const lacking = checks.filter((item) => !item.ok).map((item) => item.name);
  return lacking.length === 0
    ? `${name} is ready`
    : `${name} is ready; it works without: ${lacking.join(", ")}`;
}

import { basename } from "node:path";
import type { App } from "../../app/app.js";
import { hookPath } from "../../app/hooks/hook-layout.js";
import { earlierHook, type HookAction, type HookStep } from "../../app/hooks/hook-step.js";
import { shellQuote } from "../../core/shell-quote.js";
import { displayPath } from "../../core/visible-text.js";

export interface ReportOptions {
  readonly dryRun: boolean;
  /** The repository's top. */
  readonly root: string;
}

type Wording = (file: string, earlier: string) => string;

const done: Readonly<Record<Exclude<HookAction, "advised">, Wording>> = {
  created: (file) => `wrote ${file}`,
  added: (file) => `added mlx to ${file}; what is in it still runs`,
  chained: (file, earlier) => `wrote ${file}; the hook that was there is now ${earlier} and runs first`,
  updated: (file) => `brought ${file} up to date`,
  unchanged: (file) => `${file} calls mlx already`,
  removed: (file) => `removed ${file}`,
  cleaned: (file) => `took mlx out of ${file}`,
  restored: (file, earlier) => `put ${earlier} back as ${file}`,
  left: (file, earlier) =>
    `took mlx out of ${file}; it has lines that were added later, so the hook before it stays ${earlier}`,
};

const planned: Readonly<Record<Exclude<HookAction, "advised">, Wording>> = {
  ...done,
  created: (file) => `would write ${file}`,
  added: (file) => `would add mlx to ${file}; what is in it still runs`,
  chained: (file, earlier) =>
    `would write ${file}, and keep the hook that is there as ${earlier}, to run first`,
  updated: (file) => `would bring ${file} up to date`,
  removed: (file) => `would remove ${file}`,
  cleaned: (file) => `would take mlx out of ${file}`,
  restored: (file, earlier) => `would put ${earlier} back as ${file}`,
  left: (file, earlier) =>
    `would take mlx out of ${file}; it has lines that were added later, so the hook before it would stay ${earlier}`,
};

/** A line for each hook; as JSON `{hooks: [{hook, manager, path, action, snippet?}], dryRun}`. */
export function reportSteps(app: App, steps: readonly HookStep[], { dryRun, root }: ReportOptions): void {
  const { ui } = app;
  if (ui.mode.json) {
    const hooks = steps.map(({ hook, manager, file, action, snippet }) => ({
      ...{ hook, manager, path: hookPath(root, file), action },
      ...(snippet !== undefined && { snippet }),
    }));
    ui.json({ hooks, dryRun });
    return;
  }
  const words = dryRun ? planned : done;
  for (const { hook, file, action, snippet } of steps) {
    const path = displayPath(hookPath(root, file));
    if (action === "advised") ui.answer(`${hook}: add this to ${path}:\n${snippet ?? ""}`);
    else ui.out(`${hook}: ${words[action](path, displayPath(basename(earlierHook(file))))}`);
  }
  const shared = steps.filter(
    ({ manager, edits }) => (manager === "husky" || manager === "lefthook") && edits.length > 0,
  );
  const paths = [...new Set(shared.map(({ file }) => shellQuote(displayPath(hookPath(root, file)))))];
  if (paths.length > 0 && !dryRun) ui.note(`commit it for the team: git add ${paths.join(" ")}`);
}

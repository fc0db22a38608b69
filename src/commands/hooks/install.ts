import { join } from "node:path";
import type { App } from "../../app/app.js";
import { applyEdits } from "../../app/hooks/apply-edits.js";
import { readHookFile } from "../../app/hooks/hook-file.js";
import { type HookLayout, readHookLayout } from "../../app/hooks/hook-layout.js";
import type { HookName } from "../../app/hooks/hook-names.js";
import type { HookStep } from "../../app/hooks/hook-step.js";
import { planInstall } from "../../app/hooks/plan-install.js";
import { requireCommits } from "../../app/hooks/require-commits.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { rememberedMlx, rememberMlx } from "../../git/hooks-folder.js";
import { reportSteps } from "./report-steps.js";

export interface InstallOptions {
  /** With the hooks that move data. */
  readonly data: boolean;
  readonly dryRun: boolean;
}

/** `mlx hooks install`: makes git, or what runs the hooks here, call mlx. Whatever was there still runs. */
export async function install(app: App, options: InstallOptions): Promise<ExitCode> {
  await requireCommits(app);
  const layout = await readHookLayout(app);
  const self = selfPaths(app);
  const steps = await planInstall(layout, { ...self, data: options.data });
  const edits = steps.flatMap((step) => step.edits);
  if (!options.dryRun) {
    applyEdits(edits);
    if (callsBySetting(layout, steps)) await remember(app, self);
  }
  const wordings = { dryRun: options.dryRun, root: layout.root };
  reportSteps(app, steps, wordings);
  remark(app, layout, steps);
  return ExitCode.ok;
}

/** node and the script of this mlx, as git for Windows's shell reads paths too. */
function selfPaths(app: App): { readonly node: string; readonly script: string } {
  const slashes = (path: string): string =>
    process.platform === "win32" ? path.replaceAll("\\", "/") : path;
  const [node, script] = app.selfCommand.map(slashes);
  if (node !== undefined && script !== undefined) return { node, script };
  throw new MlxError("MLX_INSTALLATION", "mlx does not know by which file it was started", {
    hint: "start it as mlx, not by node --eval",
  });
}

/** Files that a team shares hold no paths of one computer. */
function callsBySetting(layout: HookLayout, steps: readonly HookStep[]): boolean {
  return steps.some(({ manager }) => manager === "husky" || (manager === "git" && layout.shared));
}

async function remember(app: App, self: { readonly node: string; readonly script: string }): Promise<void> {
  const git = await app.git();
  const known = await rememberedMlx(git);
  if (known.node !== self.node || known.script !== self.script)
    await rememberMlx(git, self.node, self.script);
}

/** What a person has to know of the way in which the hooks run here. */
function remark(app: App, layout: HookLayout, steps: readonly HookStep[]): void {
  const { ui } = app;
  if (steps.some(({ manager }) => manager === "husky") && layout.husky?.active === false) {
    ui.warn("git does not call husky in this clone yet, so the hook does not run", "set husky up: npx husky");
  }
  const uncalled = steps.filter((step) => step.manager === "lefthook" && !callsLefthook(layout, step.hook));
  if (uncalled.length > 0) {
    const names = uncalled.map(({ hook }) => hook).join(", ");
    ui.warn(`git does not call lefthook in this clone yet for ${names}`, "set it up: lefthook install");
  }
  const { scope, configured } = layout.folder;
  const everywhere = scope === "global" || scope === "system";
  if (everywhere && configured !== undefined && steps.some(({ manager }) => manager === "git")) {
    ui.warn(
      `core.hooksPath is set for every repository of this ${scope === "global" ? "user" : "computer"}, so these hooks run in all of them`,
      "where no prompts are staged they do nothing; mlx hooks uninstall takes them out",
    );
  }
}

function callsLefthook({ folder }: HookLayout, hook: HookName): boolean {
  const found = readHookFile(join(folder.path, hook));
  return "text" in found && found.text.includes("lefthook");
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../../app/app.js";
import { readTemplate } from "../../app/templates.js";
import { labelFrom, projectFileName } from "../../config/config-files.js";
import { loadConfig } from "../../config/load-config.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { Git } from "../../git/git.js";
import { installMergeDriver } from "../../git/merge-driver.js";
import {
  discoverWorkspace,
  ensureStateDirs,
  requireWorktree,
  type Workspace,
} from "../../workspace/discover.js";
import { withMergeAttributes } from "./attributes.js";
import { reportInit } from "./init-report.js";
import type { ProjectTemplateName } from "./project-templates.js";
import type { Step } from "./step.js";
import { planTemplate, runTemplate, writeTemplate } from "./write-template.js";

export interface InitOptions {
  readonly dryRun?: boolean;
  /** A whole project to begin with. */
  readonly template?: ProjectTemplateName;
}

/** `mlx init`: adds what is missing and never touches what is there. */
export async function init(app: App, options: InitOptions): Promise<ExitCode> {
  const dryRun = options.dryRun === true;
  const found = await findRepository(app);
  if (found) requireWorktree(found);
  const root = found?.root ?? app.cwd;
  // A template that cannot be written leaves nothing behind, not even a repository.
  const plan = options.template && (await planTemplate(app, root, options.template));
  if (!found && !dryRun) await new Git(app.cwd, app.env, app.signal).run(["init", "--quiet"]);
  const workspace = found ?? (dryRun ? undefined : await discoverWorkspace(app.cwd, app.env));
  const steps = [
    ...(plan
      ? writeTemplate(app, root, plan, dryRun)
      : [projectFile(app, root, dryRun), attributesFile(app, root, dryRun)]),
    stateFolder(app, root, workspace, dryRun),
    await mergeDriver(app, workspace, dryRun),
    ...(plan ? await runTemplate(app, root, plan, dryRun) : []),
  ];
  const files = [projectFileName, ".gitattributes"].map((name) => labelFrom(app.cwd, root, join(root, name)));
  reportInit(app, {
    ...{ root, created: !found, steps, dryRun },
    ...(plan && { template: { name: plan.name, ...plan.template } }),
    next: `next: git add ${files.join(" ")}, then mlx data add PATH and mlx remote add origin URL`,
  });
  // An existing file is left alone even if it is invalid; what is wrong with it is told.
  if (workspace) await loadConfig({ workspace, env: app.env, cwd: app.cwd });
  return ExitCode.ok;
}

async function findRepository(app: App): Promise<Workspace | undefined> {
  try {
    return await discoverWorkspace(app.cwd, app.env);
  } catch (error) {
    if (error instanceof MlxError && error.code === "MLX_NOT_A_REPOSITORY") return undefined;
    throw error;
  }
}

function projectFile(app: App, root: string, dryRun: boolean): Step {
  const path = join(root, projectFileName);
  const what = labelFrom(app.cwd, root, path);
  if (existsSync(path)) return { what, action: "present", detail: "left as it is" };
  if (!dryRun) writeFileAtomic(path, readTemplate(app.selfCommand, projectFileName));
  return { what, action: "written", detail: "the project's settings, every key explained" };
}

function attributesFile(app: App, root: string, dryRun: boolean): Step {
  const path = join(root, ".gitattributes");
  const what = labelFrom(app.cwd, root, path);
  const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const after = withMergeAttributes(before ?? "");
  if (after === before)
    return { what, action: "present", detail: "hands pointers to mlx's merge driver already" };
  if (!dryRun) writeFileAtomic(path, after);
  return {
    what,
    action: before === undefined ? "written" : "extended",
    detail: "pointers are merged by mlx, path by path; ignore rules side by side",
  };
}

function stateFolder(app: App, root: string, workspace: Workspace | undefined, dryRun: boolean): Step {
  const path = join(root, ".mlx");
  const what = `${labelFrom(app.cwd, root, path)}/`;
  if (existsSync(join(path, ".gitignore")))
    return { what, action: "present", detail: "git ignores it already" };
  if (workspace && !dryRun) ensureStateDirs(workspace);
  return { what, action: "written", detail: "cache and own settings, not in git" };
}

async function mergeDriver(app: App, workspace: Workspace | undefined, dryRun: boolean): Promise<Step> {
  const what = "git merge driver";
  const written: Step = { what, action: "written", detail: "in the repository's git configuration" };
  if (!workspace || dryRun) return written;
  const changed = await installMergeDriver(workspace, app.selfCommand, app.env);
  return changed ? written : { what, action: "present", detail: "installed already" };
}

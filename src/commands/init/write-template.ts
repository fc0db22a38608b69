import { lstatSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { App } from "../../app/app.js";
import { requireAuthor } from "../../app/registry/require-author.js";
import { readProjectTemplate, type TemplateFile } from "../../app/templates.js";
import { labelFrom } from "../../config/config-files.js";
import { appendLines } from "../../core/append-lines.js";
import { MlxError } from "../../core/errors.js";
import { shellQuote } from "../../core/shell-quote.js";
import { mlxVersion } from "../../core/version.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { ioError } from "../../files/io-error.js";
import { Git } from "../../git/git.js";
import { run } from "../../process/run.js";
import { refuseSymlinkParents } from "../../workspace/repo-path.js";
import { type ProjectTemplate, type ProjectTemplateName, projectTemplate } from "./project-templates.js";
import type { Step } from "./step.js";

/** Files of which a project may have lines of its own: the template's are put behind them. */
const listsOfLines = [".gitattributes", ".gitignore"];

/** A template that can be written: whatever would be in its way has been looked for. */
export interface TemplatePlan {
  readonly name: ProjectTemplateName;
  readonly template: ProjectTemplate;
  readonly files: readonly PlannedFile[];
}

interface PlannedFile extends TemplateFile {
  readonly action: "written" | "extended" | "present";
}

/**
 * Reads a template for this repository and looks at what is there. Changes nothing.
 * @throws {MlxError} `MLX_NO_IDENTITY`, `MLX_TEMPLATE_IN_THE_WAY`, `MLX_THROUGH_SYMLINK`, exit 2.
 */
export async function planTemplate(app: App, root: string, name: ProjectTemplateName): Promise<TemplatePlan> {
  const author = await requireAuthor(new Git(app.cwd, app.env, app.signal));
  const filled = (text: string) =>
    text.replaceAll("THIS_VERSION", mlxVersion).replaceAll("OWNER_EMAIL", author.email);
  const files = readProjectTemplate(app.selfCommand, name).map(({ path, text }) =>
    planFile(root, path, filled(text)),
  );
  return { name, template: projectTemplate(name), files };
}

function planFile(root: string, path: string, text: string): PlannedFile {
  refuseSymlinkParents(root, path.split("/"), path);
  refuseObstacle(root, path);
  const target = join(root, path);
  if (lstatSync(target, { throwIfNoEntry: false }) === undefined) return { path, text, action: "written" };
  if (!listsOfLines.includes(path)) return { path, text, action: "present" };
  const before = readFileSync(target, "utf8");
  const known = before.split(/\r?\n/);
  const missing = text.split("\n").filter((line) => line !== "" && !known.includes(line));
  if (missing.length === 0) return { path, text: before, action: "present" };
  return { path, text: appendLines(before, missing), action: "extended" };
}

/** A file where the template has a folder, or the other way round: to find out half-way would leave half a project. */
function refuseObstacle(root: string, path: string): void {
  const parts = path.split("/");
  for (const end of parts.keys()) {
    const at = parts.slice(0, end + 1).join("/");
    const stats = lstatSync(join(root, at), { throwIfNoEntry: false });
    if (stats === undefined) return;
    const wanted = end === parts.length - 1 ? "file" : "folder";
    if (wanted === "folder" ? stats.isDirectory() : stats.isFile()) continue;
    throw new MlxError("MLX_TEMPLATE_IN_THE_WAY", `${at} is no ${wanted}, and the template has one there`, {
      hint: "move it away, or begin in an empty folder; nothing was written",
      exitCode: 2,
    });
  }
}

/** Writes what is missing, each file whole. */
export function writeTemplate(
  app: App,
  root: string,
  { template, files }: TemplatePlan,
  dryRun: boolean,
): Step[] {
  return files.map(({ path, text, action }): Step => {
    const target = join(root, path);
    if (action !== "present" && !dryRun) writeFile(target, text);
    const what = labelFrom(app.cwd, root, target);
    const detail = action === "present" ? "left as it is" : (template.details[path] ?? "");
    return { what, action, detail };
  });
}

function writeFile(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw ioError(error, `cannot make ${dirname(path)}`);
  }
  writeFileAtomic(path, text);
}

/**
 * Runs the template's commands, as if they were typed, for those files that it wrote itself.
 * @throws {MlxError} `MLX_TEMPLATE_COMMAND`, exit 3: one of them failed; the files stay.
 */
export async function runTemplate(
  app: App,
  root: string,
  { template, files }: TemplatePlan,
  dryRun: boolean,
): Promise<Step[]> {
  const own = new Set(files.flatMap(({ path, action }) => (action === "written" ? [path] : [])));
  const steps: Step[] = [];
  for (const { args, of } of template.commands) {
    const what = ["mlx", ...args].map(shellQuote).join(" ");
    const before = of.find((path) => !own.has(path));
    if (before !== undefined) {
      steps.push({ what, action: "left out", detail: `${before} was there already` });
      continue;
    }
    if (!dryRun) await runMlx(app, root, args, what);
    steps.push({ what, action: "ran", detail: "" });
  }
  return steps;
}

async function runMlx(app: App, root: string, args: readonly string[], typed: string): Promise<void> {
  const [program = "", ...first] = app.selfCommand;
  const { code, stderr } = await run(program, [...first, ...args, "--json"], {
    cwd: root,
    env: app.env,
    signal: app.signal,
  });
  if (code === 0) return;
  throw new MlxError("MLX_TEMPLATE_COMMAND", `${typed} failed with exit code ${code}: ${reasonIn(stderr)}`, {
    hint: "the files are written; mend what it says and run it yourself",
  });
}

/** What an mlx under `--json` says went wrong. */
function reasonIn(stderr: string): string {
  try {
    const document: unknown = JSON.parse(stderr);
    const error = typeof document === "object" && document !== null && "error" in document && document.error;
    if (typeof error === "object" && error !== null && "message" in error) return String(error.message);
  } catch {
    // Something that is no document of ours is shown as it is.
  }
  return stderr.trim() || "it said nothing";
}

import type { App } from "../../app/app.js";
import { unknownRemote } from "../../app/remote-choice.js";
import type { ConfigFile } from "../../config/config-files.js";
import { type ConfigEdit, editConfigText, readOrEmpty } from "../../config/edit-config.js";
import { readLayer } from "../../config/read-layer.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { changeableFiles } from "./target-file.js";

export interface RemoveOptions {
  readonly dryRun?: boolean;
}

/** `mlx remote remove`: takes the remote out of the files; the store itself is not touched. */
export async function remove(app: App, name: string, options: RemoveOptions): Promise<ExitCode> {
  const config = await app.config();
  const files = await changeableFiles(app);
  const plans = files.map((file) => planOf(file, name)).filter((plan) => plan.edits.length > 0);
  if (!plans.some((plan) => plan.definesRemote)) {
    const elsewhere = Object.hasOwn(config.remotes, name) ? config.remotes[name]?.source : undefined;
    if (elsewhere === undefined) throw unknownRemote(name, Object.keys(config.remotes));
    throw new MlxError(
      "MLX_REMOTE_ELSEWHERE",
      `the remote ${name} is defined in ${elsewhere}, outside of this repository`,
      {
        hint: `edit that file, or add a remote of that name here: mlx remote add ${name} URL --force`,
        exitCode: 2,
      },
    );
  }
  const written = plans.map((plan) => ({
    ...plan,
    after: editConfigText(plan.before, plan.edits, plan.file.label),
  }));
  if (options.dryRun !== true) {
    for (const plan of written) writeFileAtomic(plan.file.path, plan.after);
  }
  const left = Object.keys(config.remotes).filter((other) => other !== name);
  report(app, { name, plans: written, left, dryRun: options.dryRun === true });
  return ExitCode.ok;
}

interface RemovePlan {
  readonly file: ConfigFile;
  readonly before: string;
  readonly definesRemote: boolean;
  readonly wasDefault: boolean;
  readonly edits: readonly ConfigEdit[];
}

function planOf(file: ConfigFile, name: string): RemovePlan {
  const before = readOrEmpty(file.path);
  const { layer } = readLayer(before, file.label);
  const definesRemote = Object.hasOwn(layer.remotes ?? {}, name);
  const wasDefault = layer.defaultRemote === name;
  const edits = [
    ...(definesRemote ? [{ path: ["remotes", name] }] : []),
    ...(wasDefault ? [{ path: ["defaultRemote"] }] : []),
  ];
  return { file, before, definesRemote, wasDefault, edits };
}

interface Removal {
  readonly name: string;
  readonly plans: readonly RemovePlan[];
  /** The remotes that stay. */
  readonly left: readonly string[];
  readonly dryRun: boolean;
}

function report(app: App, { name, plans, left, dryRun }: Removal): void {
  const { ui } = app;
  const wasDefault = plans.some((plan) => plan.wasDefault);
  const files = plans.map((plan) => plan.file.label);
  if (ui.mode.json) {
    ui.json({ removed: name, files: plans.map((plan) => plan.file.source), wasDefault, dryRun });
    return;
  }
  const done = dryRun ? "would remove" : "removed";
  ui.out(`${done} the remote ${name} from ${files.join(" and ")}; its store stays as it is`);
  if (wasDefault && left.length > 0)
    ui.out(`no remote is the default then; choose one: mlx remote default ${left[0]}`);
}

import type { App } from "../../app/app.js";
import { unknownRemote } from "../../app/remote-choice.js";
import { editConfigFile } from "../../config/edit-config.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { targetFile } from "./target-file.js";

export interface DefaultOptions {
  readonly local?: boolean;
  readonly dryRun?: boolean;
}

/** `mlx remote default`: shows the default remote, or chooses it. */
export async function chooseDefault(
  app: App,
  name: string | undefined,
  options: DefaultOptions,
): Promise<ExitCode> {
  const config = await app.config();
  if (name === undefined) return show(app, config.defaultRemote);
  const names = Object.keys(config.remotes);
  if (!names.includes(name)) throw unknownRemote(name, names);
  const file = await targetFile(app, options.local === true);
  const changed = config.defaultRemote !== name;
  const dryRun = options.dryRun === true;
  if (changed && !dryRun) editConfigFile(file.path, [{ path: ["defaultRemote"], value: name }], file.label);
  if (app.ui.mode.json) app.ui.json({ defaultRemote: name, file: file.source, changed, dryRun });
  else if (!changed) app.ui.out(`${name} is the default already`);
  else app.ui.out(`${name} ${dryRun ? "would be" : "is now"} the default, in ${file.label}`);
  return ExitCode.ok;
}

function show(app: App, name: string | undefined): ExitCode {
  if (app.ui.mode.json) app.ui.json({ defaultRemote: name ?? null });
  else if (name !== undefined) app.ui.answer(name);
  else {
    throw new MlxError("MLX_NO_REMOTE", "no remote is the default", {
      hint: "choose one: mlx remote default NAME",
      exitCode: 2,
    });
  }
  return ExitCode.ok;
}

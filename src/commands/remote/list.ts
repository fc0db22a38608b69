import type { App } from "../../app/app.js";
import { ExitCode } from "../../core/exit-codes.js";

/** `mlx remote list`. */
export async function list(app: App): Promise<ExitCode> {
  const { ui } = app;
  const config = await app.config();
  const remotes = Object.entries(config.remotes).map(([name, { url, written, source, ...settings }]) => ({
    name,
    url: written,
    location: url,
    default: name === config.defaultRemote,
    source,
    ...settings,
  }));
  if (ui.mode.json) {
    ui.json({ remotes, defaultRemote: config.defaultRemote ?? null });
    return ExitCode.ok;
  }
  if (remotes.length === 0) {
    ui.note("no remote is configured; add one: mlx remote add origin s3://bucket/prefix");
    return ExitCode.ok;
  }
  const rows = remotes.map(({ name, url, default: isDefault, source }) => [
    name,
    url,
    isDefault ? "default" : "",
    source,
  ]);
  ui.answer(ui.table(["NAME", "URL", "", "FILE"], rows));
  return ExitCode.ok;
}

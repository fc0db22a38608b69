import type { App } from "../../app/app.js";
import { pushNamed } from "../../app/hooks/push-named.js";
import { readStdin } from "../../app/read-stdin.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { listItems } from "../data/render-checkout.js";

/** Brings the data to the store before the commits that name it are out; refuses the push where some of it is nowhere. */
export async function prePush(app: App, [gitRemote = ""]: readonly string[]): Promise<ExitCode> {
  const outcome = await pushNamed(app, gitRemote, (await readStdin(app)).toString("utf8"));
  if (outcome === undefined) return ExitCode.ok;
  const { remote, uploaded, bytes, failed } = outcome;
  if (app.ui.mode.json) app.ui.json({ hook: "pre-push", ...outcome });
  if (uploaded > 0) {
    app.ui.note(
      `mlx: pushed ${countOf(uploaded, "object")} (${formatBytes(bytes)}) to ${displayPath(remote)}`,
    );
  }
  if (failed.length === 0) return ExitCode.ok;
  const message = `data of these commits could not be pushed to ${displayPath(remote)}:\n${listItems(failed)}`;
  app.ui.error(
    new MlxError("MLX_TRANSFER_INCOMPLETE", message, {
      hint: "bring the bytes back with: mlx data fetch, or mlx data add the original file; then push again",
    }),
  );
  return ExitCode.problem;
}

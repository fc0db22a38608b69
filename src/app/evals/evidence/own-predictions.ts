import { join, relative } from "node:path";
import { MlxError } from "../../../core/errors.js";
import { asSha256, isSha256, type Sha256 } from "../../../core/sha256.js";
import { shellQuote } from "../../../core/shell-quote.js";
import { displayPath } from "../../../core/visible-text.js";
import type { Suite } from "../../../evals/types.js";
import { readModelDetails } from "../../../registry/models/model-details.js";
import type { VersionRecord } from "../../../registry/types.js";
import { requireWorktree } from "../../../workspace/discover.js";
import type { App } from "../../app.js";

/**
 * Digests of the recorded answers that a suite grades, by path. Where it is known what the version's run left behind they have to be of that:
 * answers of another model, or of another try, say nothing of this one.
 * @throws {MlxError} `MLX_EVIDENCE_REFUSED`, exit 2.
 */
export async function ownPredictions(
  app: App,
  { digests, predictions = [] }: Suite,
  record: VersionRecord,
): Promise<Readonly<Record<string, Sha256>>> {
  const { run } = readModelDetails(record);
  const found: Record<string, Sha256> = {};
  for (const file of predictions) {
    const digest = digests.get(file) ?? "";
    if (!isSha256(digest)) continue;
    found[file] = asSha256(digest);
    if (run?.outputs === undefined) continue;
    const is = await isOutput(app, run.outputs, file, digest);
    if (is !== "same") throw await refused(app, record, run.id, file, is);
  }
  return found;
}

/** What a file is to the run; of a file in a declared folder only the whole folder can be compared. */
type OutputState = "same" | "changed" | "absent" | { readonly changedIn: string };

async function isOutput(
  app: App,
  outputs: Readonly<Record<string, Sha256>>,
  file: string,
  digest: string,
): Promise<OutputState> {
  const own = Object.hasOwn(outputs, file) ? outputs[file] : undefined;
  if (own !== undefined) return own === digest ? "same" : "changed";
  const folder = Object.keys(outputs).find((path) => file.startsWith(`${path}/`));
  if (folder === undefined) return "absent";
  const [{ openDataSession }, { digestPaths }] = await Promise.all([
    import("../../data/session.js"),
    import("../../runs/reproduce/digest-paths.js"),
  ]);
  const session = await openDataSession(app, { command: "eval run" });
  const [now] = await digestPaths(session, [folder]);
  return now?.sha256 === outputs[folder] ? "same" : { changedIn: folder };
}

async function refused(
  app: App,
  record: VersionRecord,
  run: string,
  file: string,
  is: Exclude<OutputState, "same">,
): Promise<MlxError> {
  const shown = displayPath(file);
  const reference = `${record.name}@${record.version}`;
  const message =
    is === "absent"
      ? `${shown} is no output of the run ${run.slice(-8)}, which made ${reference}`
      : `${shown} is not what the run ${run.slice(-8)} left there, which made ${reference}`;
  return new MlxError("MLX_EVIDENCE_REFUSED", message, {
    hint:
      is === "absent"
        ? `let the run write it: mlx run --output ${shown} -- COMMAND, and register its model`
        : `bring back what the run wrote: ${await bringBack(app, run, file)}${besides(is)}; or register the model of the run that wrote this`,
    exitCode: 2,
  });
}

function besides(is: "changed" | { readonly changedIn: string }): string {
  return is === "changed" ? "" : `, and whatever else has changed in ${displayPath(is.changedIn)} since`;
}

/** The command that puts an output back where the run wrote it, from the folder in which one works. */
async function bringBack(app: App, run: string, file: string): Promise<string> {
  const { root } = requireWorktree(await app.workspace());
  const to = relative(app.cwd, join(root, file));
  return `mlx runs get ${run.slice(-8)} ${shellQuote(`outputs/${displayPath(file)}`)} --to ${shellQuote(displayPath(to))} --force`;
}

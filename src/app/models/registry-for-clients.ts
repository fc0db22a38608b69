import { MlxError } from "../../core/errors.js";
import type {
  FailedGate,
  ServedModel,
  VersionFile,
  VersionRequest,
} from "../../mlflow/server/registry-port.js";
import { modelNames } from "../../registry/models/model-names.js";
import { modelSettingsFile } from "../../registry/models/model-settings.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { changeRegistry } from "../registry/change-registry.js";
import { registryTree } from "../registry/registry-tree.js";
import { requireAuthor } from "../registry/require-author.js";
import { type UngatedWarning, ungatedWarning } from "../registry/ungated-warning.js";
import { bringBytes } from "./bring-bytes.js";
import { describeModel, withDescription } from "./describe-model.js";
import { modelEntries, modelSession, versionEntries } from "./model-artifacts.js";
import { modelTemplate } from "./model-template.js";
import { moveModelAlias } from "./move-model-alias.js";
import { promoteModel } from "./promote-model.js";
import { registerModel } from "./register-model.js";
import { requireModel } from "./require-model.js";
import { requireModelName } from "./require-registrable.js";
import { servedModel } from "./served-model.js";

/** What is kept as the reason of what a client of MLflow asked for without saying one. */
const byClient = "by MLflow's client";

export async function findModel(app: App, name: string): Promise<ServedModel | undefined> {
  return servedModel(await registryTree(app, "model"), name);
}

export async function allModels(app: App): Promise<ServedModel[]> {
  const tree = await registryTree(app, "model");
  return modelNames(tree).flatMap((name) => servedModel(tree, name) ?? []);
}

export async function createModel(app: App, name: string, description: string | undefined): Promise<boolean> {
  requireWorktree(await app.workspace());
  const author = await requireAuthor(await app.git());
  let made = false;
  await changeRegistry(app, "model create", async (tree) => {
    if (servedModel(tree, name) !== undefined) return [];
    requireModelName(tree, name);
    made = true;
    const text = modelTemplate(name, author.email);
    return [
      {
        write: modelSettingsFile(name),
        text: description === undefined ? text : withDescription(text, description),
      },
    ];
  });
  return made;
}

export async function describe(app: App, name: string, description: string): Promise<void> {
  const author = await requireAuthor(await app.git());
  await describeModel(app, name, description, author.email);
}

export async function register(
  app: App,
  { name, source, runId, description, tags }: VersionRequest,
): Promise<string> {
  const { version } = await registerModel(app, {
    ...{ name, paths: [source], metrics: {}, data: [], prompts: [], tags },
    ...(runId !== undefined && { run: runId }),
    ...(description !== undefined && { description }),
    ...{ message: description ?? `registered ${byClient}`, requireLineage: false, dryRun: false },
  });
  return version;
}

export async function promote(
  app: App,
  name: string,
  ref: string,
  alias: string,
): Promise<{ readonly failed: readonly FailedGate[]; readonly warning?: UngatedWarning }> {
  const { outcome, gates } = await promoteModel(app, { name, ref, alias, message: byClient, dryRun: false });
  const warning = outcome === "promoted" ? await ungatedWarning(app, "model", name, alias) : undefined;
  if (outcome !== "refused") return { failed: [], ...(warning && { warning }) };
  const failed = gates.flatMap(({ gate, passed, reason, hint }) =>
    passed ? [] : [{ gate, reason, ...(hint !== undefined && { hint }) }],
  );
  return { failed };
}

export async function unalias(app: App, name: string, alias: string): Promise<void> {
  try {
    await moveModelAlias(app, { name, alias, kind: "unalias", message: byClient, dryRun: false });
  } catch (error) {
    // For MLflow's server an alias that is not there is as good as removed.
    if (!(error instanceof MlxError) || error.code !== "MLX_ALIAS_NOT_FOUND") throw error;
  }
}

export async function filesOf(app: App, name: string, version: string): Promise<VersionFile[]> {
  const { resolved } = await requireModel(app, `${name}@${version}`);
  const entries = await modelEntries(app, resolved);
  return entries.map(({ path, sha256, size }) => ({ path, sha256, size }));
}

export async function bring(app: App, name: string, version: string, path: string): Promise<void> {
  const { resolved } = await requireModel(app, `${name}@${version}`);
  const session = await modelSession(app);
  const wanted = (await versionEntries(session, resolved)).filter((entry) => entry.path === path);
  if (wanted.length === 0) {
    throw new MlxError("MLX_ARTIFACT_NOT_FOUND", `${name}@${version} has no file ${path}`, { exitCode: 2 });
  }
  await bringBytes(session, wanted);
}

import type { Suite } from "../../evals/types.js";
import type { ResolvedVersion } from "../../registry/versions/resolve-version.js";
import type { App } from "../app.js";

/** A registered model that a suite is run with. */
export interface EvaluatedModel {
  /** `NAME@VERSION`: what an alias points at may change while it runs. */
  readonly reference: string;
  readonly resolved: ResolvedVersion;
}

/** @param typed `NAME@VERSION` or `NAME@ALIAS`. @throws {MlxError} as `requireModel`. */
export async function openEvaluatedModel(app: App, typed: string): Promise<EvaluatedModel> {
  const { requireModel } = await import("../models/require-model.js");
  const { item, resolved } = await requireModel(app, typed);
  return { reference: `${item.name}@${resolved.version}`, resolved };
}

/**
 * The suite with what tells its programs of the model: `MLX_MODEL` is its name and version, `MLX_MODEL_DIR` a folder with its files, which are
 * fetched where the cache lacks them.
 * @throws {MlxError} as `modelFolder`.
 */
export async function withModel(app: App, suite: Suite, model: EvaluatedModel): Promise<Suite> {
  const { modelFolder } = await import("../models/model-folder.js");
  const folder = await modelFolder(app, model.resolved);
  return { ...suite, env: { ...suite.env, MLX_MODEL: model.reference, MLX_MODEL_DIR: folder } };
}

import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import type { AnswerCache } from "../../ledger/evaluations/answer-cache.js";
import { isDamaged } from "../../ledger/ledger-error.js";
import { ensureStateDirs } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { evalsFolder } from "./open-evaluations.js";

/** Where answers are kept: a file that can be removed at any time. */
export async function answerCachePath(app: App): Promise<string> {
  return join(await evalsFolder(app), "cache.db");
}

/** The kept answers, closed with the app. @throws {MlxError} `MLX_LEDGER_UNUSABLE`, `MLX_NATIVE_MODULE`. */
export async function openCache(app: App): Promise<AnswerCache> {
  const [{ openAnswerCache }, workspace, path] = await Promise.all([
    import("../../ledger/evaluations/answer-cache.js"),
    app.workspace(),
    answerCachePath(app),
  ]);
  ensureStateDirs(workspace);
  try {
    const cache = await openAnswerCache(path);
    app.onEnd(() => cache.close());
    return cache;
  } catch (error) {
    if (!(error instanceof MlxError) || !isDamaged(error)) throw error;
    throw new MlxError(error.code, error.message, {
      hint: "mlx eval cache clear removes it; answers are then asked for anew",
      cause: error.cause,
    });
  }
}

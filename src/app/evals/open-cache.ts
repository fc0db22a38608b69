import { join } from "node:path";
import type { AnswerCache } from "../../ledger/evaluations/answer-cache.js";
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
  const cache = await openAnswerCache(path);
  app.onEnd(() => cache.close());
  return cache;
}

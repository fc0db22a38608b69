import type { Suite } from "../../evals/types.js";
import { readDotEnv } from "../../providers/read-dot-env.js";
import type { App } from "../app.js";

type Environment = Readonly<Record<string, string | undefined>>;

const known = new WeakMap<Suite, Promise<Environment>>();

/** What the templates of a suite may read as `env.NAME`: what the suite sets, the process's environment, the `.env` beside it. */
export function renderEnvironment(app: App, suite: Suite): Promise<Environment> {
  let env = known.get(suite);
  if (!env) {
    env = readDotEnv(suite.folder).then((dotEnv) => ({ ...dotEnv, ...app.env, ...suite.env }));
    known.set(suite, env);
  }
  return env;
}

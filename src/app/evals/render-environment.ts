import type { Eventual } from "../../core/eventual.js";
import type { Suite } from "../../evals/types.js";
import { readDotEnv } from "../../providers/read-dot-env.js";
import type { App } from "../app.js";

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const known = new WeakMap<Suite, Eventual<Environment>>();

/** What the templates of a suite may read as `env.NAME`: what the suite sets, the process's environment, the `.env` beside it. */
export function renderEnvironment(app: App, suite: Suite): Eventual<Environment> {
  const env = known.get(suite);
  if (env !== undefined) return env;
  const read = readDotEnv(suite.folder).then((dotEnv) => {
    const all = { ...dotEnv, ...app.env, ...suite.env };
    known.set(suite, all);
    return all;
  });
  known.set(suite, read);
  return read;
}

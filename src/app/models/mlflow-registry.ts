import type { RegistryPort } from "../../mlflow/server/registry-port.js";
import type { App } from "../app.js";

type Calls = typeof import("./registry-for-clients.js");

/**
 * The model registry for clients of MLflow: each call does what the command of mlx does, with its gates. What a call opens and
 * locks is given back after it, since the server outlives them all; what it needs is loaded when it first comes.
 * @param warn told of what the interface has no answer for: whoever started the server may read it.
 */
export function mlflowRegistry(app: App, warn: (message: string, hint: string) => void): RegistryPort {
  const ask = <T>(work: (calls: Calls, scoped: App) => Promise<T>): Promise<T> => inScope(app, work);
  let last: Promise<unknown> = Promise.resolve();
  /** Changes one after the other: each is decided on what the one before it left. */
  const change: typeof ask = (work) => {
    const turn = last.then(
      () => ask(work),
      () => ask(work),
    );
    last = turn;
    return turn;
  };
  return {
    models: () => ask((calls, scoped) => calls.allModels(scoped)),
    model: (name) => ask((calls, scoped) => calls.findModel(scoped, name)),
    create: (name, description) => change((calls, scoped) => calls.createModel(scoped, name, description)),
    describe: (name, description) => change((calls, scoped) => calls.describe(scoped, name, description)),
    register: (request) => change((calls, scoped) => calls.register(scoped, request)),
    promote: (name, version, alias) =>
      change(async (calls, scoped) => {
        const { failed, warning } = await calls.promote(scoped, name, version, alias);
        if (warning !== undefined) warn(warning.message, warning.hint);
        return failed;
      }),
    unalias: (name, alias) => change((calls, scoped) => calls.unalias(scoped, name, alias)),
    files: (name, version) => ask((calls, scoped) => calls.filesOf(scoped, name, version)),
    bring: (name, version, path) => ask((calls, scoped) => calls.bring(scoped, name, version, path)),
  };
}

async function inScope<T>(app: App, work: (calls: Calls, scoped: App) => Promise<T>): Promise<T> {
  const calls = await import("./registry-for-clients.js");
  const scoped = app.inFolder((await app.workspace()).root);
  try {
    return await work(calls, scoped);
  } finally {
    await scoped.end();
  }
}

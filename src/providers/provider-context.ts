import type { ModelFacts } from "../core/settings.js";
import type { Json } from "../prompts/types.js";
import type { ScriptHost } from "../scripts/script-host.js";

/** What providers need of the world. */
export interface ProviderContext {
  /** Absolute folder of the suite: relative paths start there, commands run there. */
  readonly folder: string;
  /** The environment of the process, under what the suite sets for itself. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the `.env` file beside the suite; the environment goes before it. */
  readonly dotEnv: Readonly<Record<string, string>>;
  readonly scripts: Pick<ScriptHost, "run">;
  /** What the project knows of models, prices above all. */
  readonly models: Readonly<Record<string, ModelFacts>>;
  /** The rows of a table file, for recorded predictions; read when they are first asked for. @throws {MlxError} at once where there is no such file. */
  readonly rows: (file: string) => AsyncIterable<ReadonlyMap<string, Json>>;
  /** Tells the user something that does not stop the run, once. */
  readonly warn: (message: string) => void;
}

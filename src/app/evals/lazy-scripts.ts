import type { ScriptSpec, Suite } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import type { CommandOptions, RunScriptOptions, ScriptHost } from "../../scripts/script-host.js";
import type { App } from "../app.js";

/** The script host of a suite, opened when the first script is run: most suites have none. */
export class LazyScripts implements Pick<ScriptHost, "run" | "exec"> {
  #host: Promise<ScriptHost> | undefined;

  constructor(
    private readonly app: App,
    private readonly suite: Pick<Suite, "folder" | "env">,
    /** Of the file beside the suite: everything else goes before it. */
    private readonly dotEnv: Readonly<Record<string, string>>,
  ) {}

  async run(script: ScriptSpec, args: readonly Json[], options: RunScriptOptions): Promise<Json> {
    return (await this.#opened()).run(script, args, options);
  }

  async exec(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
    return (await this.#opened()).exec(command, args, options);
  }

  async close(): Promise<void> {
    if (this.#host !== undefined) await (await this.#host).close();
  }

  #opened(): Promise<ScriptHost> {
    this.#host ??= this.#open();
    return this.#host;
  }

  async #open(): Promise<ScriptHost> {
    const { openScriptHost } = await import("../../scripts/script-host.js");
    const { app, suite, dotEnv } = this;
    return openScriptHost({
      folder: suite.folder,
      env: { ...dotEnv, ...app.env, ...suite.env },
      selfCommand: app.selfCommand,
      onPrint: (line) => app.ui.detail(line),
    });
  }
}

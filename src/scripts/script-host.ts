import type { ScriptSpec } from "../evals/types.js";
import type { Json } from "../prompts/types.js";
import { interpreterOf } from "./interpreter.js";
import { runCommand } from "./run-command.js";
import { ScriptDefinitions } from "./script-definitions.js";
import { ScriptPool } from "./script-pool.js";

/** What all scripts of a suite have in common. */
export interface ScriptHostOptions {
  /** Absolute: where scripts run, and where relative paths in them start. */
  readonly folder: string;
  /** All that scripts see of the environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Once aborted, every script is killed and every call throws `Interrupted`. */
  readonly signal?: AbortSignal;
  /** Its first word is the Node that JavaScript runs in. Default: the one that runs this. */
  readonly selfCommand?: readonly string[];
  /** Gets what scripts print, line by line: for `--verbose`, never for results. Bounded. */
  readonly onPrint?: (line: string) => void;
}

/** How one script is called. Times are milliseconds. */
export interface RunScriptOptions {
  /** From the moment that the script begins. Default a minute. */
  readonly timeoutMs?: number;
  /** Names of the arguments in inline code. Default `output`, `context`. */
  readonly names?: readonly string[];
  /** Where a JavaScript file exports a class: what its constructor gets. An instance is made once for each value. */
  readonly construct?: Json;
}

/** How one command is run. Times are milliseconds. */
export interface CommandOptions {
  /** Default a minute. */
  readonly timeoutMs?: number;
  /** For its standard input. */
  readonly input?: string;
}

/** Runs the code of suites, in processes of its own. */
export interface ScriptHost {
  /** @throws {MlxError} `MLX_SCRIPT` when it crashes, hangs or returns what JSON cannot hold. */
  run(script: ScriptSpec, args: readonly Json[], options?: RunScriptOptions): Promise<Json>;
  /**
   * Runs a command, without a shell, and gives back what it prints.
   * @param args put behind those that the command has itself.
   * @throws {MlxError} `MLX_SCRIPT` when it fails, hangs or prints too much.
   */
  exec(command: string, args: readonly string[], options?: CommandOptions): Promise<string>;
  /** Ends every process. Calls that are not answered by then throw `Interrupted`. */
  close(): Promise<void>;
}

const minute = 60_000;

/** Starts nothing yet: a process begins with the first call of its language. */
export async function openScriptHost(options: ScriptHostOptions): Promise<ScriptHost> {
  const definitions = new ScriptDefinitions();
  const pools = new Map<ScriptSpec["language"], ScriptPool>();
  const closing = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, closing.signal]) : closing.signal;
  const print = options.onPrint ?? (() => undefined);
  const env = definedOnly(options.env);

  const poolOf = (language: ScriptSpec["language"]): ScriptPool => {
    const known = pools.get(language);
    if (known) return known;
    const interpreter = interpreterOf(language, {
      folder: options.folder,
      env,
      node: options.selfCommand?.[0] ?? process.execPath,
    });
    const pool = new ScriptPool(interpreter, print, signal);
    pools.set(language, pool);
    return pool;
  };

  return {
    run: async (script, args, { timeoutMs = minute, names, construct } = {}) =>
      poolOf(script.language).run({
        script: definitions.numbered(script, names, construct),
        args: JSON.stringify(args),
        timeoutMs,
      }),
    exec: (command, args, { timeoutMs = minute, input } = {}) =>
      runCommand(command, args, { folder: options.folder, env, timeoutMs, input, signal, print }),
    close: async () => {
      closing.abort();
      await Promise.all([...pools.values()].map((pool) => pool.ended()));
    },
  };
}

function definedOnly(env: ScriptHostOptions["env"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { ObjectCache } from "../cache/object-cache.js";
import { MlxError } from "../core/errors.js";
import type { ResolvedConfig } from "../core/settings.js";
import type { Git } from "../git/git.js";
import type { ObjectStore } from "../ports.js";
import type { Ui } from "../ui/ui.js";
import type { Workspace } from "../workspace/discover.js";

/** Flags that every command has. */
export interface GlobalFlags {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
  /** Work as if started in this folder. */
  readonly cwd?: string;
}

/** What a process, or a test, hands in. */
export interface AppInput {
  readonly env: NodeJS.ProcessEnv;
  /** Absolute. */
  readonly cwd: string;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly stdin: NodeJS.ReadableStream;
  /** Aborted when the person presses Ctrl-C or the process is asked to end. */
  readonly signal?: AbortSignal;
  /** Absent in a process that has its signals handled elsewhere. */
  readonly signals?: SignalSource;
  /** The command that starts this mlx again: node and the script, both absolute. */
  readonly selfCommand: readonly string[];
}

/** The signals that ask this process to end, or to do something. */
export interface SignalSource {
  /**
   * From now on `listener` gets them, and they neither abort nor end the process.
   * @returns a function that gives them back.
   */
  takeOver(listener: (signal: NodeJS.Signals) => void): () => void;
}

/** One command line and where it runs. */
export interface RunInput extends AppInput {
  /** What was typed after `mlx`. */
  readonly argv: readonly string[];
}

type Cleanup = () => void | Promise<void>;

/** The composition root, one per process: hands out adapters, each made when first asked for. */
export class App {
  readonly env: NodeJS.ProcessEnv;
  /** Absolute; follows `--cwd`. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly selfCommand: readonly string[];
  readonly stdin: NodeJS.ReadableStream;
  readonly signals: SignalSource | undefined;
  readonly #input: Omit<AppInput, "stdout" | "stderr">;
  readonly #cleanups = new Set<Cleanup>();
  #workspace: Promise<Workspace> | undefined;
  #git: Promise<Git> | undefined;
  #config: Promise<ResolvedConfig> | undefined;

  constructor(
    input: Omit<AppInput, "stdout" | "stderr">,
    readonly flags: GlobalFlags,
    readonly ui: Ui,
  ) {
    this.env = input.env;
    this.cwd = workingFolder(input.cwd, flags.cwd);
    this.signal = input.signal ?? new AbortController().signal;
    this.selfCommand = input.selfCommand;
    this.stdin = input.stdin;
    this.signals = input.signals;
    this.#input = input;
  }

  /** The same process working in another folder; it ends with this one, unless it is ended before. */
  inFolder(cwd: string): App {
    const { cwd: _, ...flags } = this.flags;
    const other = new App({ ...this.#input, cwd }, flags, this.ui);
    const forget = this.onEnd(async () => {
      const [error] = await other.end();
      if (error !== undefined) throw error;
    });
    other.onEnd(() => {
      forget();
    });
    return other;
  }

  /** The repository that holds `cwd`. In a clone that asks for the merge driver, installs it. */
  workspace(): Promise<Workspace> {
    this.#workspace ??= this.#openWorkspace();
    return this.#workspace;
  }

  /** git at the repository's top. */
  git(): Promise<Git> {
    this.#git ??= this.#openGit();
    return this.#git;
  }

  /** @throws {MlxError} `MLX_INVALID_CONFIG` with every problem of every file. */
  config(): Promise<ResolvedConfig> {
    this.#config ??= this.#loadConfig();
    return this.#config;
  }

  /** The cache that the configuration names. One that repositories share learns of this one: garbage collection asks it. */
  async cache(): Promise<ObjectCache> {
    const { openProjectCache } = await import("./data/session.js");
    const [workspace, config] = await Promise.all([this.workspace(), this.config()]);
    const cache = openProjectCache(workspace, config);
    if (config.cache.dir !== undefined) {
      const { registerCacheUser } = await import("./data/cache-users.js");
      registerCacheUser(cache.root, workspace);
    }
    return cache;
  }

  /**
   * The store of a remote, the default one if none is named. Makes no request yet.
   * @throws {MlxError} `MLX_NO_REMOTE`, `MLX_UNKNOWN_REMOTE` or `MLX_REMOTE_URL`, exit 2.
   */
  async store(remoteName?: string): Promise<{ readonly name: string; readonly store: ObjectStore }> {
    const { openRemote } = await import("./open-remote.js");
    return openRemote(this, remoteName);
  }

  /** Epoch milliseconds. */
  now(): number {
    return Date.now();
  }

  /** Registers work for the end of the command, however it ends. @returns a function that takes it back. */
  onEnd(cleanup: Cleanup): () => void {
    this.#cleanups.add(cleanup);
    return () => this.#cleanups.delete(cleanup);
  }

  /** Runs what `onEnd` registered, last first, all of it. @returns what was thrown on the way. */
  async end(): Promise<unknown[]> {
    const errors: unknown[] = [];
    for (const cleanup of [...this.#cleanups].reverse()) {
      this.#cleanups.delete(cleanup);
      try {
        await cleanup();
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }

  async #openWorkspace(): Promise<Workspace> {
    const { discoverWorkspace } = await import("../workspace/discover.js");
    const workspace = await discoverWorkspace(this.cwd, this.env);
    const driver = await import("../git/merge-driver.js");
    if (!workspace.bare && driver.attributesNameDriver(workspace.root)) {
      await driver.installMergeDriver(workspace, this.selfCommand, this.env);
    }
    return workspace;
  }

  async #openGit(): Promise<Git> {
    const [{ Git }, { root }] = await Promise.all([import("../git/git.js"), this.workspace()]);
    return new Git(root, this.env, this.signal);
  }

  async #loadConfig(): Promise<ResolvedConfig> {
    const [{ loadConfig }, workspace] = await Promise.all([
      import("../config/load-config.js"),
      this.workspace(),
    ]);
    const committed = workspace.bare ? await this.#committedConfig() : undefined;
    const { config, warnings } = await loadConfig({
      workspace,
      env: this.env,
      cwd: this.cwd,
      ...(committed && { project: committed }),
    });
    for (const { message, hint } of warnings) this.ui.warn(message, hint);
    return config;
  }

  /** A bare repository has no working tree to read the project's file from: what its branch holds counts. */
  async #committedConfig(): Promise<{ text: string; label: string } | undefined> {
    const git = await this.git();
    const shown = await git.run(["show", `HEAD:mlx.yaml`], { allow: [128] });
    return shown.code === 0 ? { text: shown.stdout.toString("utf8"), label: "HEAD:mlx.yaml" } : undefined;
  }
}

function workingFolder(start: string, chosen: string | undefined): string {
  if (chosen === undefined) return start;
  const folder = resolve(start, chosen);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new MlxError("MLX_NO_SUCH_FOLDER", `--cwd ${chosen}: there is no such folder`, {
    hint: "name a folder that exists",
    exitCode: 2,
  });
}

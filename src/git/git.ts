import { MlxError } from "../core/errors.js";
import { type RunResult, run } from "../process/run.js";

export interface GitOptions {
  readonly input?: string | Uint8Array;
  /** Exit codes that are an answer, not a failure. Default only 0. */
  readonly allow?: readonly number[];
}

/** Variables that change what paths mean, or how far the history reaches. */
const historyVariables: ReadonlySet<string> = new Set([
  "GIT_ICASE_PATHSPECS",
  "GIT_GLOB_PATHSPECS",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_SHALLOW_FILE",
]);

/**
 * The one gateway to git. Runs in one folder with the caller's whole environment, since hooks rely on `GIT_DIR`,
 * `GIT_INDEX_FILE` and `GIT_AUTHOR_*`; only the language of messages is fixed.
 */
export class Git {
  constructor(
    readonly cwd: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly signal?: AbortSignal,
    /** Lets git finish its work when the person presses Ctrl-C. */
    private readonly ownGroup = false,
  ) {}

  /**
   * The same git for the history as it was committed: blind to replacements and grafts, and kept from fetching what a partial
   * clone lacks: it fails instead, or says that it is missing.
   */
  forHistory(): Git {
    const kept = Object.entries(this.env).filter(([name]) => !historyVariables.has(name));
    const env = {
      ...Object.fromEntries(kept),
      ...{ GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "none", GIT_NO_REPLACE_OBJECTS: "1" },
      // No such file can be. Of one that is there git complains, even if it is empty.
      GIT_GRAFT_FILE: "/dev/null/grafts",
    };
    return new Git(this.cwd, env, this.signal, this.ownGroup);
  }

  /** Runs `git` with these arguments. @throws {MlxError} `MLX_GIT_FAILED` with git's own first line of complaint. */
  async run(args: readonly string[], options: GitOptions = {}): Promise<RunResult> {
    const result = await run("git", args, {
      cwd: this.cwd,
      env: { ...this.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
      ...(options.input !== undefined && { input: options.input }),
      ...(this.signal && { signal: this.signal }),
      ...(this.ownGroup && { ownGroup: true }),
    });
    if (result.code === 0 || options.allow?.includes(result.code)) return result;
    const complaint =
      result.stderr
        .trim()
        .split("\n")
        .find((line) => line !== "") ?? `exit code ${result.code}`;
    throw new MlxError(
      "MLX_GIT_FAILED",
      `git ${args.find((word) => /^[a-z][a-z-]*$/.test(word)) ?? ""} failed: ${complaint.replace(/^(fatal|error): /, "")}`,
      {
        hint: trustHint(result.stderr) ?? `run it by hand to see more: git ${args.join(" ")}`,
      },
    );
  }

  /** Standard output as text, without the final newline. */
  async text(args: readonly string[], options: GitOptions = {}): Promise<string> {
    return (await this.run(args, options)).stdout.toString("utf8").replace(/\n$/, "");
  }

  /** Standard output cut at NUL bytes, for commands with `-z`. */
  async list(args: readonly string[], options: GitOptions = {}): Promise<string[]> {
    const { stdout } = await this.run(args, options);
    return stdout
      .toString("utf8")
      .split("\0")
      .filter((item) => item !== "");
  }

  /** Lines of standard output. */
  async lines(args: readonly string[], options: GitOptions = {}): Promise<string[]> {
    return (await this.text(args, options)).split("\n").filter((line) => line !== "");
  }
}

/** Where git refuses a repository of somebody else's, as in containers, it names the command that says whom to trust. */
function trustHint(stderr: string): string | undefined {
  const command = /^\s*(git config --global --add safe\.directory .+?)\s*$/m.exec(stderr)?.[1];
  return command === undefined ? undefined : `if you trust whoever owns it: ${command}`;
}

import { spawn } from "node:child_process";

import { resolve } from "node:path";
import { PassThrough, Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { run } from "../../src/cli/main.js";
import { splitCommandLine } from "./command-line.js";

/** Where a command runs: a TestRepo, or any folder with an environment. */
export interface Place {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface MlxOptions {
  /** Added to the place's environment; undefined removes a variable. */
  readonly env?: NodeJS.ProcessEnv;
  /** Relative to the place's root, or absolute. */
  readonly cwd?: string;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  /** Makes standard output and error those of a terminal with so many columns; in this process alone. */
  readonly columns?: number;
}

export interface MlxResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output parsed as the document of `--json`. @throws {SyntaxError} if it is none. */
  readonly json: Record<string, unknown>;
  /** The value of `error` in standard error. @throws {SyntaxError} if it is no JSON. */
  readonly error: {
    code: string;
    message: string;
    hint: string | null;
    exitCode: number;
    problems?: unknown[];
  };
}

/** bin/mlx.js, which runs what `npm run build` made. */
export const binaryPath = fileURLToPath(new URL("../../bin/mlx.js", import.meta.url));

class Captured extends Writable {
  readonly #chunks: Buffer[] = [];
  readonly isTTY: boolean;

  constructor(readonly columns?: number) {
    super();
    this.isTTY = columns !== undefined;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.#chunks.push(Buffer.from(chunk));
    callback();
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
}

/** Runs mlx in this process, from source: `mlx(repo, "data add 'my file.csv'")`. */
export async function mlx(
  place: Place,
  command: string | readonly string[],
  options: MlxOptions = {},
): Promise<MlxResult> {
  const [stdout, stderr] = [new Captured(options.columns), new Captured(options.columns)];
  const stdin = options.stdin === undefined ? new PassThrough().end() : Readable.from([options.stdin]);
  const code = await run({
    argv: typeof command === "string" ? splitCommandLine(command) : [...command],
    env: environment(place, options),
    cwd: workingFolder(place, options),
    stdout,
    stderr,
    stdin,
    selfCommand: [process.execPath, binaryPath],
    ...(options.signal && { signal: options.signal }),
  });
  return resultOf(code, stdout.text, stderr.text);
}

/** Runs bin/mlx.js as its own process. */
export function mlxBinary(
  place: Place,
  command: string | readonly string[],
  options: MlxOptions & { readonly nodeArguments?: readonly string[] } = {},
): Promise<MlxResult> {
  const argv = typeof command === "string" ? splitCommandLine(command) : command;
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [...(options.nodeArguments ?? []), binaryPath, ...argv], {
      cwd: workingFolder(place, options),
      env: environment(place, options),
      stdio: "pipe",
      ...(options.signal && { signal: options.signal, killSignal: "SIGKILL" }),
    });
    const [stdout, stderr] = [new Captured(), new Captured()];
    child.stdout.pipe(stdout);
    child.stderr.pipe(stderr);
    child.on("error", reject);
    child.on("close", (code, signal) => settle(resultOf(code ?? signal ?? -1, stdout.text, stderr.text)));
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.stdin ?? "");
  });
}

function environment(place: Place, options: MlxOptions): NodeJS.ProcessEnv {
  return { ...place.env, ...options.env };
}

function workingFolder(place: Place, options: MlxOptions): string {
  return resolve(place.root, options.cwd ?? ".");
}

function resultOf(code: number | NodeJS.Signals, stdout: string, stderr: string): MlxResult {
  return {
    code: typeof code === "number" ? code : -1,
    stdout,
    stderr,
    get json() {
      return JSON.parse(stdout);
    },
    get error() {
      return JSON.parse(stderr).error;
    },
  };
}

import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { binaryPath, type MlxOptions, type Place } from "./mlx.js";

export interface LiveResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** bin/mlx.js while it runs. */
export class LiveMlx {
  readonly process: ChildProcess;
  readonly done: Promise<LiveResult>;
  #stdout: Buffer[] = [];
  #stderr = "";

  constructor(place: Place, argv: readonly string[], options: MlxOptions = {}) {
    this.process = spawn(process.execPath, [binaryPath, ...argv], {
      cwd: resolve(place.root, options.cwd ?? "."),
      env: { ...place.env, ...options.env },
      stdio: "pipe",
    });
    this.process.stdin?.end(options.stdin ?? "");
    this.process.stdout?.on("data", (chunk: Buffer) => this.#stdout.push(chunk));
    this.process.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.done = new Promise((settle, reject) => {
      this.process.on("error", reject);
      this.process.on("close", (code, signal) => {
        settle({ code, signal, stdout: Buffer.concat(this.#stdout), stderr: this.#stderr });
      });
    });
  }

  /** Waits until its standard output holds a text. @throws if it ended without. */
  async printed(text: string): Promise<void> {
    let ended = false;
    void this.done.then(() => {
      ended = true;
    });
    while (!Buffer.concat(this.#stdout).includes(text)) {
      if (ended) throw new Error(`mlx ended without printing ${text}: ${this.#stderr}`);
      await new Promise((later) => setTimeout(later, 10));
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }
}

/** Waits until something holds, for half a minute at most. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((later) => setTimeout(later, 20));
  }
}

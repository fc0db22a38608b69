import { type ChildProcess, spawn } from "node:child_process";
import { Duplex } from "node:stream";
import { PrintedLines } from "./printed-lines.js";
import { parseScriptMessage, type ScriptMessage } from "./script-message.js";

/** How a process is started. */
export interface StartCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a process tells its lane. */
export interface ProcessEvents {
  message(message: ScriptMessage): void;
  printed(line: string): void;
  /** Once. @param reason what is known of the end. @param notFound there is no such program. */
  ended(reason: string, notFound: boolean): void;
}

/** More than a reply may have: a process that writes on without an end of line is ended. */
const longestLine = 64 * 1024 * 1024;

/**
 * A child that runs scripts. Requests go to its file descriptor 3 and answers come from 4, a line of JSON each, so that
 * scripts may print what they like. It leads a process group, so that what it started ends with it.
 */
export class ScriptProcess {
  readonly #child: ChildProcess;
  readonly #requests: Duplex | undefined;
  readonly #printed: PrintedLines;
  #pending = "";
  #outbox = "";
  #ended = false;
  /** Resolves once the process is gone. */
  readonly gone: Promise<void>;

  constructor(
    start: StartCommand,
    private readonly events: ProcessEvents,
  ) {
    this.#printed = new PrintedLines(events.printed);
    this.#child = spawn(start.command, [...start.args], {
      cwd: start.folder,
      env: start.env,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    const { stdout, stderr, stdio } = this.#child;
    stdout?.on("data", (chunk: Buffer) => this.#printed.add("stdout", chunk));
    stderr?.on("data", (chunk: Buffer) => this.#printed.add("stderr", chunk));
    this.#requests = stdio[3] instanceof Duplex ? stdio[3] : undefined;
    // A process that ends takes its pipes with it; its end is told below.
    this.#requests?.on("error", () => undefined);
    const answers = stdio[4] instanceof Duplex ? stdio[4] : undefined;
    answers?.on("error", () => undefined);
    answers?.setEncoding("utf8");
    answers?.on("data", (text: string) => this.#receive(text));
    this.gone = new Promise((resolve) => {
      this.#child.once("error", (error) => {
        this.#end(error.message, "code" in error && (error.code === "ENOENT" || error.code === "EACCES"));
        resolve();
      });
      this.#child.once("exit", (code, signal) => {
        // What the group's leader started must not outlive it, and not hold the pipes open.
        this.#killGroup();
        const end = () => {
          this.#end(this.#reason(code, signal), false);
          resolve();
        };
        // What it had answered by then counts.
        if (!answers || answers.closed) return end();
        // Not unref'd: while this is awaited, nothing else may keep mlx alive.
        const timer = setTimeout(end, 500);
        answers.once("close", () => {
          clearTimeout(timer);
          end();
        });
      });
    });
  }

  /** Lines that are sent within one turn of the event loop travel together. */
  send(line: string): void {
    if (this.#outbox === "") setImmediate(() => this.#flush());
    this.#outbox += line;
  }

  kill(): void {
    if (!this.#ended) this.#killGroup();
  }

  #killGroup(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
    } catch {
      this.#child.kill("SIGKILL");
    }
  }

  #flush(): void {
    const text = this.#outbox;
    this.#outbox = "";
    if (!this.#ended) this.#requests?.write(text);
  }

  #receive(text: string): void {
    const lines = (this.#pending + text).split("\n");
    this.#pending = lines.pop() ?? "";
    if (this.#pending.length > longestLine) this.kill();
    for (const line of lines) {
      const message = parseScriptMessage(line);
      if (message) this.events.message(message);
    }
  }

  #reason(code: number | null, signal: NodeJS.Signals | null): string {
    const end =
      signal === null ? `it ended its process with code ${code}` : `its process was ended by ${signal}`;
    const last = this.#printed.lastError();
    return last === undefined ? end : `${end}: ${last}`;
  }

  #end(reason: string, notFound: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#printed.flush();
    this.events.ended(reason, notFound);
  }
}

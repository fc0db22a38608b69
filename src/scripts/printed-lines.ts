import { StringDecoder } from "node:string_decoder";

/** Most characters of one process that are passed on; a script that prints without end fills no memory. */
const mostPrinted = 1024 * 1024;
const longestLine = 8 * 1024;

/** Passes on what a process prints, line by line and bounded, and remembers the last line of its errors. */
export class PrintedLines {
  readonly #streams = {
    stdout: { decoder: new StringDecoder("utf8"), pending: "" },
    stderr: { decoder: new StringDecoder("utf8"), pending: "" },
  };
  #printed = 0;
  #lastError: string | undefined;

  constructor(private readonly print: (line: string) => void) {}

  add(stream: "stdout" | "stderr", chunk: Buffer): void {
    const state = this.#streams[stream];
    const lines = (state.pending + state.decoder.write(chunk)).split("\n");
    state.pending = (lines.pop() ?? "").slice(0, longestLine);
    for (const line of lines) this.#pass(stream, line);
  }

  /** Passes on what has no end of line. */
  flush(): void {
    for (const stream of ["stdout", "stderr"] as const) {
      const { pending } = this.#streams[stream];
      this.#streams[stream].pending = "";
      if (pending !== "") this.#pass(stream, pending);
    }
  }

  /** The last line that was printed to stderr, if any: for a process that ended, why. */
  lastError(): string | undefined {
    const { pending } = this.#streams.stderr;
    return pending.trim() === "" ? this.#lastError : pending.trim().slice(0, 300);
  }

  #pass(stream: "stdout" | "stderr", line: string): void {
    if (stream === "stderr" && line.trim() !== "") this.#lastError = line.trim().slice(0, 300);
    if (this.#printed > mostPrinted) return;
    const kept = line.slice(0, longestLine);
    this.#printed += kept.length + 1;
    this.print(kept);
    if (this.#printed > mostPrinted) this.print("(it printed more, which is not shown)");
  }
}

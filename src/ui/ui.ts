import { reportOf } from "../core/error-report.js";
import { ExitCode } from "../core/exit-codes.js";
import type { Redactor } from "../core/redact.js";
import { visibleText } from "../core/visible-text.js";
import { errorLines, errorObject } from "./error-text.js";
import { jsonDocument, jsonLine } from "./json-text.js";
import { createProgress, type Progress } from "./progress.js";
import { type RawOutput, rawOutput } from "./raw-output.js";
import { openScreen, type Screen } from "./screen.js";
import { type TableOptions, tableText } from "./table.js";
import { isTerminal, type UiMode } from "./terminal-mode.js";
import { createTheme, type Theme } from "./theme.js";

/** The one way to the terminal. Commands say what; the mode decides whether, where and how. */
export interface Ui {
  readonly mode: UiMode;
  readonly theme: Theme;
  /** What was done, on stdout: silent under `--quiet` and `--json`. */
  out(text: string): void;
  /** What was asked for (a listing, a diff), on stdout: printed under `--quiet` too, silent under `--json`. */
  answer(text: string): void;
  /** A remark on stderr: silent under `--quiet` and `--json`. */
  note(text: string): void;
  /** A warning on stderr, whatever the mode. */
  warn(message: string, hint?: string): void;
  /** On stderr, with `--verbose` alone. */
  detail(text: string): void;
  /** The one document of `--json`, on stdout; `schemaVersion` is added. */
  json(document: Readonly<Record<string, unknown>>): void;
  /** One line of `--jsonl`, on stdout. */
  jsonLine(value: unknown): void;
  /** A stream for bytes that must pass as they are. From now on nobody reading it any more does not end the process. */
  raw(stream: "stdout" | "stderr"): RawOutput;
  /** Tells of a failure on stderr, as text or JSON, and returns its exit code. */
  error(error: unknown): ExitCode;
  /** Shows work under way on a terminal's stderr; elsewhere it does nothing. */
  progress(label: string, total?: number, unit?: "bytes" | "files"): Progress;
  /** Takes away a progress line that is still drawn, at the command's end. */
  endProgress(): void;
  /** A part of the terminal to draw on again and again; undefined where there is no terminal to draw on, or none is wanted. */
  screen(): Screen | undefined;
  /** Columns of a line where the stream leads to a terminal; elsewhere lines may have any length. Default stream: stdout. */
  columns(stream?: "stdout" | "stderr"): number;
  /** Rows in aligned columns that fit the terminal. */
  table(headers: readonly string[], rows: readonly (readonly string[])[], options?: TableOptions): string;
}

export type { Progress } from "./progress.js";
export type { Screen } from "./screen.js";

export interface UiInput {
  readonly mode: UiMode;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly redact: Redactor;
}

export async function createUi(input: UiInput): Promise<Ui> {
  return new StreamUi(input, await createTheme(input.mode.color));
}

class StreamUi implements Ui {
  readonly mode: UiMode;
  #progress: Progress | undefined;

  constructor(
    private readonly input: UiInput,
    readonly theme: Theme,
  ) {
    this.mode = input.mode;
  }

  out(text: string): void {
    if (!this.mode.quiet) this.answer(text);
  }

  answer(text: string): void {
    if (!this.mode.json) this.#write(this.input.stdout, text);
  }

  note(text: string): void {
    if (!this.mode.quiet && !this.mode.json) this.#write(this.input.stderr, this.input.redact(text));
  }

  warn(message: string, hint?: string): void {
    const lines = [`${this.theme.yellow("warning:")} ${message}`];
    if (hint !== undefined) lines.push(`${this.theme.cyan("hint:")} ${hint}`);
    this.#write(this.input.stderr, this.input.redact(lines.join("\n")));
  }

  detail(text: string): void {
    if (this.mode.verbose) this.#write(this.input.stderr, this.input.redact(this.theme.dim(text)));
  }

  json(document: Readonly<Record<string, unknown>>): void {
    this.#raw(this.input.stdout, jsonDocument(document));
  }

  jsonLine(value: unknown): void {
    this.#raw(this.input.stdout, jsonLine(value));
  }

  raw(stream: "stdout" | "stderr"): RawOutput {
    this.endProgress();
    return rawOutput(this.input[stream]);
  }

  error(error: unknown): ExitCode {
    this.endProgress();
    const report = reportOf(error);
    if (report.exitCode === ExitCode.interrupted && !this.mode.json) return report.exitCode;
    if (this.mode.json) {
      this.#raw(
        this.input.stderr,
        JSON.stringify({ error: errorObject(report, this.input.redact) }, null, 2),
      );
    } else {
      const lines = errorLines(report, { theme: this.theme, verbose: this.mode.verbose });
      this.#write(this.input.stderr, this.input.redact(lines.join("\n")));
    }
    return report.exitCode;
  }

  progress(label: string, total?: number, unit?: "bytes" | "files"): Progress {
    this.endProgress();
    const options = { stream: this.input.stderr, enabled: this.mode.interactive, width: this.mode.width };
    const progress = createProgress({ ...options, label, total, unit });
    this.#progress = progress;
    return progress;
  }

  endProgress(): void {
    this.#progress?.done();
    this.#progress = undefined;
  }

  screen(): Screen | undefined {
    return this.mode.interactive ? openScreen(this.input.stdout, this.mode.color) : undefined;
  }

  columns(stream: "stdout" | "stderr" = "stdout"): number {
    return isTerminal(this.input[stream]) ? this.mode.width : Number.POSITIVE_INFINITY;
  }

  table(
    headers: readonly string[],
    rows: readonly (readonly string[])[],
    options: TableOptions = {},
  ): string {
    const width = isTerminal(this.input.stdout) && { width: this.mode.width };
    return tableText(headers, rows, { ...width, heading: this.theme.bold, ...options });
  }

  #write(stream: NodeJS.WritableStream, text: string): void {
    this.#raw(stream, visibleText(text, this.mode.color));
  }

  #raw(stream: NodeJS.WritableStream, text: string): void {
    this.#progress?.hide();
    stream.write(`${text}\n`);
  }
}

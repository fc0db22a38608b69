import type { Ora } from "ora";
import { countOf, formatBytes } from "../core/format-bytes.js";
import { displayPath } from "../core/visible-text.js";

/** Work under way. */
export interface Progress {
  /** So much more is done; negative when an attempt is begun again. */
  add(amount: number): void;
  /** The amount is known now, or known better. */
  total(amount: number): void;
  /** What stands behind the amount: `3 errors, $0.12`. */
  remark(text: string): void;
  /** Clears the line for other output; it comes back with the next change. */
  hide(): void;
  done(): void;
}

export interface ProgressOptions {
  readonly stream: NodeJS.WritableStream;
  readonly enabled: boolean;
  readonly width: number;
  readonly label: string;
  readonly total: number | undefined;
  readonly unit: "bytes" | "files" | undefined;
}

const silent: Progress = {
  add: () => undefined,
  total: () => undefined,
  remark: () => undefined,
  hide: () => undefined,
  done: () => undefined,
};

/** Work that ends sooner than this is not worth a line. */
const patienceMs = 200;

export function createProgress(options: ProgressOptions): Progress {
  return options.enabled ? new SpinnerProgress(options) : silent;
}

/** `label 1.2 GB of 2 GB (60%)`, cut to what fits beside the spinner. */
export function progressText(
  label: string,
  state: {
    readonly done: number;
    readonly total: number | undefined;
    readonly unit?: "bytes" | "files" | undefined;
    readonly remark?: string;
  },
  width: number,
): string {
  const amount = (n: number): string => (state.unit === "bytes" ? formatBytes(n) : n.toLocaleString("en-US"));
  const parts = [displayPath(label)];
  if (state.total !== undefined && state.total > 0) {
    const percent = Math.min(100, Math.floor((100 * state.done) / state.total));
    parts.push(`${amount(state.done)} of ${amount(state.total)} (${percent}%)`);
  } else if (state.done > 0) {
    parts.push(state.unit === "files" ? countOf(state.done, "file") : amount(state.done));
  }
  if (state.remark) parts.push(`· ${displayPath(state.remark)}`);
  return parts.join(" ").slice(0, Math.max(10, width - 4));
}

class SpinnerProgress implements Progress {
  #done = 0;
  #total: number | undefined;
  #remark = "";
  #spinner: Ora | undefined;
  #ended = false;
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly options: ProgressOptions) {
    this.#total = options.total;
    this.#timer = setTimeout(() => void this.#start(), patienceMs);
    this.#timer.unref();
  }

  add(amount: number): void {
    this.#done += amount;
    this.#refresh();
  }

  total(amount: number): void {
    this.#total = amount;
    this.#refresh();
  }

  remark(text: string): void {
    this.#remark = text;
    this.#refresh();
  }

  hide(): void {
    this.#spinner?.clear();
  }

  done(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#spinner?.stop();
    this.#spinner = undefined;
  }

  async #start(): Promise<void> {
    const { default: ora } = await import("ora");
    if (this.#ended) return;
    const { stream } = this.options;
    this.#spinner = ora({
      text: this.#text(),
      stream,
      isEnabled: true,
      discardStdin: false,
      hideCursor: false,
    });
    this.#spinner.start();
  }

  #refresh(): void {
    if (this.#spinner) this.#spinner.text = this.#text();
  }

  #text(): string {
    const state = { done: this.#done, total: this.#total, unit: this.options.unit, remark: this.#remark };
    return progressText(this.options.label, state, this.options.width);
  }
}

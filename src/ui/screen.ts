import { visibleText } from "../core/visible-text.js";
import { shortenColoured } from "./text-width.js";

/** A part of the terminal that is drawn again and again. */
export interface Screen {
  /**
   * Replaces what was drawn. Lines are cut to the terminal's width, and those that do not fit its height left out.
   * @param leftOut the line that stands for them, where only the first so many are shown.
   */
  draw(text: string, leftOut?: (shown: number) => string): void;
  /** Leaves the last drawing where it is, whole. */
  end(): void;
}

/** @returns undefined where the stream is no terminal. */
export function openScreen(stream: NodeJS.WritableStream, colour: boolean): Screen | undefined {
  if (!("isTTY" in stream) || stream.isTTY !== true) return undefined;
  return new TerminalScreen(stream, colour);
}

/** Goes up over the last drawing and writes the new one over it; every line is cleared behind its text, so nothing flickers. */
class TerminalScreen implements Screen {
  #height = 0;
  #lines: readonly string[] = [];

  constructor(
    private readonly stream: NodeJS.WritableStream,
    private readonly colour: boolean,
  ) {}

  draw(text: string, leftOut?: (shown: number) => string): void {
    this.#lines = visibleText(text, this.colour).split("\n");
    const room = Math.max(1, size(this.stream, "rows", 24) - 1);
    if (leftOut === undefined || this.#lines.length <= room) this.#write(this.#lines.slice(0, room));
    else {
      const last = visibleText(leftOut(room - 1), this.colour);
      this.#write([...this.#lines.slice(0, room - 1), last]);
    }
  }

  end(): void {
    // Nothing is drawn over it any more: now it may scroll.
    if (this.#lines.length > this.#height) this.#write(this.#lines);
  }

  #write(lines: readonly string[]): void {
    const width = size(this.stream, "columns", 80);
    const up = this.#height > 0 ? `\u001b[${this.#height}A` : "";
    const text = lines.map((line) => `${shortenColoured(line, width - 1)}\u001b[K\n`).join("");
    this.stream.write(`${up}\r${text}\u001b[J`);
    this.#height = lines.length;
  }
}

function size(stream: NodeJS.WritableStream, side: "rows" | "columns", fallback: number): number {
  const value: unknown = side in stream ? Reflect.get(stream, side) : undefined;
  return typeof value === "number" && value > 0 ? value : fallback;
}

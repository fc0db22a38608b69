import type { TextSource } from "../source.js";

/** From an index of a stretch of text to the offset in the file that it comes from. */
type Origin = (index: number) => number;

interface Stretch {
  readonly start: number;
  readonly origin: Origin;
}

/** A text put together from parts of a file, whose every place can be told as one of that file. */
export class TextMap {
  #text = "";
  readonly #stretches: Stretch[] = [];

  constructor(private readonly file: TextSource) {}

  /** @param origin the offset of its beginning, or that of each of its characters. */
  append(text: string, origin: number | Origin): void {
    if (text === "") return;
    const place = typeof origin === "number" ? (index: number) => origin + index : origin;
    this.#stretches.push({ start: this.#text.length, origin: place });
    this.#text += text;
  }

  /** Adds a text that is not in the file and counts as standing at one place of it. */
  insert(text: string, offset: number): void {
    this.append(text, () => offset);
  }

  source(): TextSource {
    return {
      file: this.file.file,
      text: this.#text,
      locate: (offset) => this.file.locate(this.#offsetOf(offset)),
    };
  }

  #offsetOf(offset: number): number {
    const stretch = this.#stretches.findLast(({ start }) => start <= offset);
    return stretch ? stretch.origin(offset - stretch.start) : 0;
  }
}

import { sha256Of } from "../../../core/sha256.js";
import type { PageText } from "./page-data.js";
import { bytesWithin, cutToBytes } from "./text-budget.js";

/** Short texts are not cut as long as their case has any room. */
const short = 200;
/** Texts that come up again and again, such as a system prompt, are met early: as long as this is not used up they are kept long. */
const early = { bytes: 150_000, longest: 6000 };
const longestName = 160;

/** The texts of a page, each once, within a budget that the cases share: what one case leaves, the next ones have. */
export class TextPool {
  readonly texts: string[] = [];
  /** By digests: of a long text only what is kept of it stays in memory. */
  readonly #known = new Map<string, PageText>();
  #left: number;
  #early = early.bytes;
  #room = 0;
  /** Bytes that a case takes beside its texts, about. */
  #usual = 400;

  /** @param budget bytes. @param rows how many will come. */
  constructor(
    budget: number,
    private rows: number,
  ) {
    this.#left = budget;
  }

  /** Begins a case. @param most bytes that it may take. */
  begin(most: number): void {
    this.#room = Math.max(0, Math.min(most, this.#left / Math.max(1, this.rows)) - this.#usual);
    this.rows--;
  }

  /** Ends a case. @param bytes that it takes beside its texts. */
  end(bytes: number): void {
    this.#left -= bytes;
    this.#usual = 0.9 * this.#usual + 0.1 * bytes;
  }

  /** Whether the case may take more. */
  get hasRoom(): boolean {
    return this.#room > 0;
  }

  /** A name that stands in the row itself. */
  name(text: string): string {
    const kept = text.length > longestName ? `${text.slice(0, longestName - 1)}…` : text;
    this.#room -= bytesWithin(kept);
    return kept;
  }

  /** @param share of the room that is left. */
  add(text: string, share: number): PageText {
    const key = keyOf(text);
    return (
      this.#known.get(key) ?? this.#keep(key, text, Math.max(this.hasRoom ? short : 0, this.#room * share))
    );
  }

  /** As `add`, for a text that other cases will share. */
  addShared(text: string, share: number): PageText {
    const key = keyOf(text);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const most = Math.min(early.longest, this.#early);
    if (most <= Math.max(short, this.#room * share)) return this.add(text, share);
    const room = this.#room;
    const kept = this.#keep(key, text, most);
    this.#early -= room - this.#room;
    this.#room = room;
    return kept;
  }

  #keep(key: string, text: string, most: number): PageText {
    const { text: kept, bytes, leftOut } = cutToBytes(text, most);
    const place = this.texts.length;
    const entry: PageText = leftOut === 0 ? place : [place, leftOut];
    this.texts.push(kept);
    this.#known.set(key, entry);
    this.#room -= bytes;
    this.#left -= bytes;
    return entry;
  }
}

/** Of a long text a digest, which is longer than any text that stands for itself. */
function keyOf(text: string): string {
  return text.length > 64 ? `#${sha256Of(text)}` : text;
}

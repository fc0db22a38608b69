import { BrokenBytes } from "./broken-bytes.js";
import type { ByteSource } from "./byte-source.js";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Moves on in bytes that are in memory: the next one is `window[next]`, and `window[0]` stands at `start` of the source. @returns where it got to in the window. */
export type WindowReader = (window: Uint8Array, next: number, start: number) => number;

const nothing = new Uint8Array(0);
const noView = new DataView(nothing.buffer);
/** Bytes of the first window, and of the first after a jump: many are there to take a single number. */
const firstWindow = 256;

/** Reads a source from one place onwards. Long parts that it skips are never read. */
export class Cursor {
  #window: Uint8Array = nothing;
  #view: DataView = noView;
  /** How many bytes to read next: more and more while they are read on and on. */
  #ahead: number;
  /** Where the window begins in the source, and where in the window the next byte stands. */
  #start: number;
  #next = 0;

  /** @param end no byte at or beyond it is read. @param littleEndian how numbers are stored. @param windowSize bytes read at once, at most. */
  constructor(
    readonly source: ByteSource,
    position = 0,
    readonly end = source.size,
    private readonly littleEndian = true,
    private readonly windowSize = 1 << 16,
  ) {
    this.#start = position;
    this.#ahead = Math.min(firstWindow, windowSize);
  }

  get position(): number {
    return this.#start + this.#next;
  }

  get left(): number {
    return this.end - this.position;
  }

  u8(): number {
    const value = this.#window[this.#next];
    if (value === undefined || this.#start + this.#next >= this.end) {
      this.#need(1);
      return this.u8();
    }
    this.#next++;
    return value;
  }

  u16(): number {
    const at = this.#take(2);
    return this.#view.getUint16(at, this.littleEndian);
  }

  u32(): number {
    const at = this.#take(4);
    return this.#view.getUint32(at, this.littleEndian);
  }

  i32(): number {
    const at = this.#take(4);
    return this.#view.getInt32(at, this.littleEndian);
  }

  /** Numbers beyond 2^53 come out inexact, but as large. */
  u64(): number {
    const at = this.#take(8);
    return Number(this.#view.getBigUint64(at, this.littleEndian));
  }

  f64(): number {
    const at = this.#take(8);
    return this.#view.getFloat64(at, this.littleEndian);
  }

  f32(): number {
    const at = this.#take(4);
    return this.#view.getFloat32(at, this.littleEndian);
  }

  /** A copy of the next bytes. @throws {BrokenBytes} if there are fewer. */
  bytes(count: number): Uint8Array {
    if (count > this.left) this.#cut();
    if (count <= this.windowSize) {
      // Taking them may move the window.
      const at = this.#take(count);
      return this.#window.slice(at, at + count);
    }
    const found = this.source.read(this.position, count).slice();
    if (found.length < count) this.#cut();
    this.skip(count);
    return found;
  }

  /** @throws {BrokenBytes} if there are fewer. */
  skip(count: number): void {
    if (!(count <= this.left)) this.#cut();
    this.seek(this.position + count);
  }

  /** Goes on at another place. */
  seek(position: number): void {
    const next = position - this.#start;
    if (next >= 0 && next <= this.#window.length) {
      this.#next = next;
      return;
    }
    if (next < 0 || next > this.#window.length + this.windowSize)
      this.#ahead = Math.min(firstWindow, this.windowSize);
    this.#start = position;
    this.#next = 0;
    this.#window = nothing;
  }

  /** Lets somebody read on in what is in memory already: much faster than a call for each number. */
  advance(read: WindowReader): void {
    this.#next = read(this.#window, this.#next, this.#start);
  }

  /** UTF-8; broken sequences become U+FFFD, and a mark at the beginning stays. */
  text(count: number): string {
    return decoder.decode(this.bytes(count));
  }

  /**
   * The bytes up to the next newline, which is passed over and not among them.
   * @param most longer lines are cut to this; the rest is passed over.
   */
  line(most: number): Uint8Array {
    const parts: number[] = [];
    for (let byte = this.u8(); byte !== 0x0a; byte = this.u8()) if (parts.length < most) parts.push(byte);
    return Uint8Array.from(parts);
  }

  /** Makes sure that `count` bytes stand in the window, and passes over them. @returns where in the window they begin. */
  #take(count: number): number {
    if (this.#next + count > this.#window.length || count > this.left) this.#need(count);
    const at = this.#next;
    this.#next += count;
    return at;
  }

  #need(count: number): void {
    const { position } = this;
    if (count > this.end - position) this.#cut();
    const wanted = Math.max(count, this.#ahead);
    const found = this.source.read(position, Math.min(wanted, this.end - position));
    this.#ahead = Math.min(this.windowSize, this.#ahead * 4);
    if (found.length < count) this.#cut();
    this.#keep(found);
    this.#start = position;
    this.#next = 0;
  }

  /** Copies bytes that are only valid until the next read, into memory that is used again. */
  #keep(bytes: Uint8Array): void {
    if (this.#view.byteLength < bytes.length) this.#view = new DataView(new ArrayBuffer(bytes.length));
    this.#window = new Uint8Array(this.#view.buffer, 0, bytes.length);
    this.#window.set(bytes);
  }

  #cut(): never {
    throw new BrokenBytes("it ends too early", this.position, true);
  }
}

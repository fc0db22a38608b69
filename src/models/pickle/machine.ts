import { BrokenBytes } from "../broken-bytes.js";
import { other, type Value } from "./value.js";

/** More objects at once than this are not followed. */
const mostObjects = 30_000_000;
const longestTuple = 64;
const mostWhole = 1_000_000;

/** Python holds more objects than the walker follows. */
export class TooManyObjects extends Error {
  override readonly name = "TooManyObjects";
}

/** The stack, the marks and the memo of an unpickler, which refuse what CPython's refuse. */
export class PickleMachine {
  /** Where the byte stands that is being worked on, for errors. */
  at = 0;
  /** Whether dictionaries keep their entries. */
  keepsEntries = false;
  readonly #stack: Value[] = [];
  /** How high the stack was at each MARK. */
  readonly #marks: number[] = [];
  /** By their numbers, which are given in order: a list of those, and a map of the few that are not. */
  readonly #memo: Value[] = [];
  readonly #strewn = new Map<number, Value>();

  push(value: Value): void {
    if (this.#stack.length >= mostObjects) throw new TooManyObjects();
    this.#stack.push(value);
  }

  pop(): Value {
    const value = this.#stack.length > this.#fence ? this.#stack.pop() : undefined;
    return value ?? this.#underflow();
  }

  top(): Value {
    const value = this.#stack.length > this.#fence ? this.#stack.at(-1) : undefined;
    return value ?? this.#underflow();
  }

  mark(): void {
    if (this.#marks.length >= mostObjects) throw new TooManyObjects();
    this.#marks.push(this.#stack.length);
  }

  /** POP takes a mark away where nothing stands above it. */
  drop(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
    else this.pop();
  }

  /** What stands above the last mark, which goes too. */
  popMark(): Value[] {
    return this.#stack.splice(this.#lastMark());
  }

  /** Takes away what stands above the last mark, and the mark. @returns how many values that were. */
  dropMark(): number {
    const mark = this.#lastMark();
    const count = this.#stack.length - mark;
    this.#stack.length = mark;
    return count;
  }

  #lastMark(): number {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new BrokenBytes("there is no mark to go back to", this.at);
    return mark;
  }

  /** The last values, in the order in which they were pushed. */
  popMany(count: number): Value[] {
    if (this.#stack.length - count < this.#fence) this.#underflow();
    return this.#stack.splice(this.#stack.length - count);
  }

  pushTuple(items: readonly Value[]): void {
    this.push(items.length > longestTuple ? other : { kind: "tuple", items });
  }

  put(index: number, value: Value): void {
    const size = this.#memo.length;
    if (size + this.#strewn.size >= mostObjects) throw new TooManyObjects();
    // Data in great numbers is not kept with its parts: only names and classes matter then.
    const isPart = size > mostWhole && (value.kind === "tuple" || value.kind === "dict");
    const kept = isPart ? other : value;
    if (index < size) this.#memo[index] = kept;
    else if (index === size && !this.#strewn.has(index)) this.#memo.push(kept);
    else this.#strewn.set(index, kept);
  }

  /** MEMOIZE counts what is there. */
  memoize(): void {
    this.put(this.#memo.length + this.#strewn.size, this.top());
  }

  get(index: number): Value {
    const value = this.#memo[index] ?? this.#strewn.get(index);
    if (value === undefined) throw new BrokenBytes(`nothing was kept under number ${index}`, this.at);
    return value;
  }

  /** Nothing below the last mark may be taken. */
  get #fence(): number {
    return this.#marks.at(-1) ?? 0;
  }

  #underflow(): never {
    throw new BrokenBytes("it takes from an empty stack", this.at);
  }
}

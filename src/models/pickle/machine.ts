import { BrokenBytes } from "../broken-bytes.js";
import { TooManyObjects } from "./given-up.js";
import { Memo } from "./memo.js";
import { DictValue, type Part, type Value } from "./value.js";
import { emptyDictPart, type WrittenValues } from "./written.js";

/** More objects at once than this are not followed. */
export const mostObjects = 30_000_000;

/** The stack, the marks and the memo of an unpickler, which refuse what CPython's refuse. */
export class PickleMachine {
  /** Where the byte stands that is being worked on, for errors. */
  at = 0;
  /** Whether dictionaries keep their entries. */
  keepsEntries = false;
  /** The stack is what stands before `height`; behind it lies what was taken away. */
  readonly stack: Part[] = [];
  height = 0;
  /** How high the stack was at each MARK. */
  readonly marks: number[] = [];
  readonly memo = new Memo();

  constructor(readonly values: WrittenValues) {}

  /** Nothing below the last mark may be taken. */
  get fence(): number {
    return this.marks.at(-1) ?? 0;
  }

  /** Something that was made just now. */
  push(part: Part): void {
    if (typeof part !== "number") this.values.made.add(part);
    this.#lay(part);
  }

  pop(): Value {
    const value = this.top();
    this.height--;
    return value;
  }

  top(): Value {
    return this.values.valueOf(this.topPart());
  }

  topPart(): Part {
    return (this.height > this.fence ? this.stack[this.height - 1] : undefined) ?? this.#underflow();
  }

  mark(): void {
    if (this.marks.length >= mostObjects) throw new TooManyObjects();
    this.marks.push(this.height);
  }

  /** POP takes a mark away where nothing stands above it. */
  drop(): void {
    if (this.marks.at(-1) === this.height) this.marks.pop();
    else this.dropMany(1);
  }

  dropMany(count: number): void {
    if (this.height - count < this.fence) this.#underflow();
    this.height -= count;
  }

  /** Takes away what stands above the last mark, and the mark. @returns how many values that were. */
  dropMark(): number {
    const mark = this.marks.pop();
    if (mark === undefined) throw new BrokenBytes("there is no mark to go back to", this.at);
    const count = this.height - mark;
    this.height = mark;
    return count;
  }

  /** What stands above the last mark, which goes too. */
  popMark(): Part[] {
    const count = this.dropMark();
    return this.stack.slice(this.height, this.height + count);
  }

  /** The last values, in the order in which they were pushed. */
  popMany(count: number): Part[] {
    this.dropMany(count);
    return this.stack.slice(this.height, this.height + count);
  }

  /** Makes a tuple of what lay on top of the stack until it was dropped. */
  pushTuple(count: number): void {
    this.#lay(this.values.tuple(this.stack, this.height, this.height + count));
  }

  /** An empty dictionary; where entries are kept, one that keeps its own. */
  pushDict(): void {
    this.push(this.keepsEntries ? new DictValue(true) : emptyDictPart);
  }

  put(index: number): void {
    if (this.memo.size >= mostObjects) throw new TooManyObjects();
    if (index < 0) throw new BrokenBytes(`it keeps something under the number ${index}`, this.at);
    this.memo.put(index, this.topPart());
  }

  get(index: number): void {
    const part = this.memo.get(index);
    if (part === undefined) throw new BrokenBytes(`nothing was kept under number ${index}`, this.at);
    this.#lay(part);
  }

  #lay(part: Part): void {
    if (this.height >= mostObjects) throw new TooManyObjects();
    this.stack[this.height++] = part;
  }

  #underflow(): never {
    throw new BrokenBytes("it takes from an empty stack", this.at);
  }
}

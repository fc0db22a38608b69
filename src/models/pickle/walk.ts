import { BrokenBytes } from "../broken-bytes.js";
import type { ByteSource } from "../byte-source.js";
import { Cursor } from "../cursor.js";
import { arrange } from "./arrange.js";
import { arrayAfter, skipArray } from "./array-wrapper.js";
import { PickleCalls } from "./calls.js";
import { constantOf } from "./constants.js";
import { GivenUp } from "./given-up.js";
import { nameLine } from "./lines.js";
import { PickleMachine } from "./machine.js";
import { passData } from "./pass-data.js";
import type { PickleWalk, WalkOptions } from "./pickle-walk.js";
import type { PickleWatcher } from "./pickle-watcher.js";
import { other, type Value } from "./value.js";
import { isPushOfKept, isWrapperClass, WrapperUse } from "./wrapper-use.js";
import { WrittenValues } from "./written.js";

/** Opcodes: about a tenth of a second. */
const stretch = 1_000_000;

/**
 * Follows one pickle from `start` to its STOP, through all opcodes of protocols 0 to 5, and makes no object.
 * @see Lib/pickle.py, Modules/_pickle.c and Lib/pickletools.py of CPython 3.13.
 */
export function walkPickle(
  source: ByteSource,
  start: number,
  watcher: PickleWatcher,
  options: WalkOptions,
): PickleWalk {
  const walker = new PickleWalker(source, start, watcher, options);
  for (;;) {
    const walk = walker.proceed();
    if (walk !== undefined) return walk;
  }
}

/** A walk that can be made in stretches, for those who look up from time to time. */
export class PickleWalker {
  readonly #cursor: Cursor;
  readonly #machine: PickleMachine;
  #protocol = 0;
  #opcodes = 0;
  /** Of them, those that another walk has counted already. */
  #opcodesInside = 0;
  readonly #mostOpcodes: number;
  #arrays = 0;
  /** Where the opcode stands that is being worked on. */
  #at: number;
  /** Where the frame ends in which it stands, or the last one ended. */
  #frameEnd = 0;
  readonly #wrapperUse = new WrapperUse();
  readonly #calls: PickleCalls;

  constructor(
    private readonly source: ByteSource,
    start: number,
    private readonly watcher: PickleWatcher,
    private readonly options: WalkOptions,
  ) {
    this.#cursor = options.cursor ?? new Cursor(source, start);
    this.#cursor.seek(start);
    this.#machine = new PickleMachine(new WrittenValues(source));
    this.#calls = new PickleCalls(this.#machine, watcher);
    this.#at = start;
    this.#mostOpcodes = Math.min(
      options.mostOpcodes ?? Number.POSITIVE_INFINITY,
      options.budget?.opcodes ?? Number.POSITIVE_INFINITY,
    );
  }

  /** @returns undefined if the pickle goes on; call again. */
  proceed(): PickleWalk | undefined {
    const pauseAt = this.#opcodes + stretch;
    try {
      if (this.#opcodes === 0) this.options.budget?.beginPickle();
      while (this.#opcodes < pauseAt) {
        if (!this.#wrapperUse.isOpen) this.#passData();
        this.#at = this.#cursor.position;
        this.#machine.at = this.#at;
        const opcode = this.#cursor.u8();
        if (++this.#opcodes > this.#mostOpcodes)
          throw new GivenUp("it has more opcodes than mlx follows here");
        if (opcode === 0x2e) return this.#stop();
        this.#step(opcode);
        if (this.#at < this.#frameEnd && this.#cursor.position > this.#frameEnd) this.#oddFrame();
      }
      return undefined;
    } catch (error) {
      if (error instanceof GivenUp) return this.#ended("limit", this.#at, error.message);
      if (!(error instanceof BrokenBytes)) throw error;
      return this.#ended(error.cut ? "cut" : "invalid", this.#at, error.message);
    }
  }

  /** Nearly all opcodes of large pickles are data, which needs no care. */
  #passData(): void {
    const most = this.#mostOpcodes - this.#opcodes;
    this.#cursor.advance((bytes, next, start) => {
      const inFrame = this.#frameEnd - start;
      const limit = next < inFrame && inFrame < bytes.length ? inFrame : bytes.length;
      const passed = passData(bytes, next, start, limit, this.#machine, most);
      this.#opcodes += passed.opcodes;
      return passed.next;
    });
  }

  #ended(outcome: PickleWalk["outcome"], end: number, problem?: string): PickleWalk {
    const [protocol, opcodes, arrays] = [this.#protocol, this.#opcodes, this.#arrays];
    this.options.budget?.spend(opcodes - this.#opcodesInside);
    return { end, outcome, protocol, opcodes, arrays, ...(problem !== undefined && { problem }) };
  }

  #stop(): PickleWalk {
    const end = this.#cursor.position;
    if (end < this.#frameEnd) this.#oddFrame();
    this.#machine.pop();
    return this.#ended("stopped", end);
  }

  /**
   * A frame is read as a whole: what crosses its end is read from elsewhere by some, and not by others. One that claims
   * more bytes than there are is refused by C, and taken by Python's own unpickler, from which joblib's is made.
   */
  #frame(length: number): void {
    if (this.#at < this.#frameEnd || length > this.#cursor.left) this.#oddFrame();
    this.#frameEnd = this.#cursor.position + Math.min(length, this.#cursor.left);
  }

  #oddFrame(): void {
    const what = "its frames do not fit what is in them: programs go on at different places behind one";
    this.watcher.noticed("odd-pickle", "suspicious", what, this.#at);
  }

  #step(opcode: number): void {
    if (this.#wrapperUse.isOdd(opcode)) this.#calls.oddWrapper();
    const constant = constantOf(opcode, this.#cursor, this.#at);
    if (constant !== undefined) this.#machine.push(constant);
    else if (!arrange(opcode, this.#cursor, this.#machine, this.#at)) this.#act(opcode);
    if (isPushOfKept(opcode) && isWrapperClass(this.#machine.topPart())) this.#wrapperUse.begin();
  }

  #act(opcode: number): void {
    if (this.#calls.take(opcode, this.#cursor)) return;
    const [cursor, machine] = [this.#cursor, this.#machine];
    switch (opcode) {
      case 0x95: // FRAME
        this.#frame(cursor.u64());
        break;
      case 0x80: // PROTO
        this.#protocol = cursor.u8();
        if (this.#protocol > 5) throw new BrokenBytes(`there is no protocol ${this.#protocol}`, this.#at);
        break;
      case 0x62: // BUILD
        this.#build(machine.pop(), machine.top());
        break;
      case 0x50: // PERSID
        machine.push({ kind: "persistent", id: { kind: "text", value: nameLine(cursor) ?? "" } });
        break;
      case 0x51: // BINPERSID
        machine.push({ kind: "persistent", id: machine.pop() });
        break;
      default:
        throw new BrokenBytes(`0x${opcode.toString(16).padStart(2, "0")} is no opcode`, this.#at);
    }
  }

  #build(state: Value, target: Value): void {
    if (target.kind === "global")
      this.watcher.noticed(
        "odd-pickle",
        "suspicious",
        `it changes ${target.module}.${target.name} itself`,
        this.#at,
      );
    if (target.kind !== "object") return;
    // Whoever gives a state a second time keeps what is left of the first.
    target.state = target.state === undefined ? state : other;
    const array = this.options.joblib ? arrayAfter(target) : undefined;
    if (array === undefined) return;
    // joblib reads it from the file, in which it goes on behind the frame.
    if (this.#cursor.position < this.#frameEnd) this.#oddFrame();
    this.#frameEnd = 0;
    this.#arrays++;
    skipArray(array, this.#cursor, (start) => this.#pickleInside(start));
    this.watcher.array(array.dtype, array.shape);
  }

  /** An array of objects: joblib has plain pickle read it from here. */
  #pickleInside(start: number): void {
    const cursor = this.#cursor;
    const inner = walkPickle(this.source, start, this.watcher, { ...this.options, joblib: false, cursor });
    this.#opcodes += inner.opcodes;
    this.#opcodesInside += inner.opcodes;
    if (inner.outcome === "limit") throw new GivenUp(inner.problem);
    if (inner.outcome !== "stopped")
      throw new BrokenBytes(inner.problem ?? "", inner.end, inner.outcome === "cut");
    cursor.seek(inner.end);
  }
}

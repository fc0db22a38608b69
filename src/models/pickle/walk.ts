import { BrokenBytes } from "../broken-bytes.js";
import type { ByteSource } from "../byte-source.js";
import { Cursor } from "../cursor.js";
import { arrange } from "./arrange.js";
import { arrayAfter, describesArrays, isArrayWrapper, skipArray } from "./array-wrapper.js";
import { constantOf } from "./constants.js";
import { longestName } from "./lines.js";
import { PickleMachine, TooManyObjects } from "./machine.js";
import { passData } from "./pass-data.js";
import { type GlobalValue, other, type Part, TupleValue, type Value } from "./value.js";
import { otherPart, WrittenValues } from "./written.js";

/** Told what unpickling would do, in the order in which it would. */
export interface PickleWatcher {
  /** @returns whether to tell of its calls. */
  imported(module: string, name: string, at: number): boolean;
  /** Something other than an import that is worth a finding. */
  noticed(
    rule: "hidden-name" | "odd-pickle",
    level: "suspicious" | "unknown",
    what: string,
    at: number,
  ): void;
  called(of: GlobalValue, args: TupleValue, at: number): void;
  /** An array that stands in the file between opcodes, as joblib writes it. */
  array(dtype: string, shape: readonly number[]): void;
}

export interface PickleWalk {
  /** Where the bytes go on after it, or what cannot be read begins. */
  readonly end: number;
  /** `stopped` at its STOP, `cut` where the bytes end before, `invalid` where Python would raise an error, `limit` where the walker gives up. */
  readonly outcome: "stopped" | "cut" | "invalid" | "limit";
  readonly problem?: string;
  /** What the pickle stands for. */
  readonly result: Value;
  readonly protocol: number;
  /** How many opcodes were read. */
  readonly opcodes: number;
  /** Arrays in joblib's way were passed over. */
  readonly arrays: number;
}

export interface WalkOptions {
  /** Read arrays after BUILD as joblib does; plain pickle reads on in their bytes. */
  readonly joblib: boolean;
  /** Give up after so many opcodes. Default: never. */
  readonly mostOpcodes?: number;
}

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
  return new Walker(source, start, watcher, options).walk();
}

class Walker {
  readonly #cursor: Cursor;
  readonly #machine: PickleMachine;
  #protocol = 0;
  #opcodes = 0;
  readonly #mostOpcodes: number;
  #arrays = 0;
  /** Where the opcode stands that is being worked on. */
  #at: number;

  constructor(
    private readonly source: ByteSource,
    start: number,
    private readonly watcher: PickleWatcher,
    private readonly options: WalkOptions,
  ) {
    this.#cursor = new Cursor(source, start);
    this.#machine = new PickleMachine(new WrittenValues(source));
    this.#at = start;
    this.#mostOpcodes = options.mostOpcodes ?? Number.POSITIVE_INFINITY;
  }

  walk(): PickleWalk {
    try {
      for (;;) {
        this.#passData();
        this.#at = this.#cursor.position;
        this.#machine.at = this.#at;
        const opcode = this.#cursor.u8();
        if (++this.#opcodes > this.#mostOpcodes) throw new TooManyObjects();
        if (opcode === 0x2e) return this.#ended("stopped", this.#cursor.position, this.#machine.pop());
        this.#step(opcode);
      }
    } catch (error) {
      if (error instanceof TooManyObjects)
        return this.#ended("limit", this.#at, other, "it holds more objects than mlx follows");
      if (!(error instanceof BrokenBytes)) throw error;
      return this.#ended(error.cut ? "cut" : "invalid", this.#at, other, error.message);
    }
  }

  /** Nearly all opcodes of large pickles are data, which needs no care. */
  #passData(): void {
    const most = this.#mostOpcodes - this.#opcodes;
    this.#cursor.advance((bytes, next, start) => {
      const passed = passData(bytes, next, start, this.#machine, most);
      this.#opcodes += passed.opcodes;
      return passed.next;
    });
  }

  #ended(outcome: PickleWalk["outcome"], end: number, result: Value, problem?: string): PickleWalk {
    const [protocol, opcodes, arrays] = [this.#protocol, this.#opcodes, this.#arrays];
    return { end, outcome, result, protocol, opcodes, arrays, ...(problem !== undefined && { problem }) };
  }

  #step(opcode: number): void {
    const constant = constantOf(opcode, this.#cursor, this.#at);
    if (constant !== undefined) this.#machine.push(constant);
    else if (!arrange(opcode, this.#cursor, this.#machine, this.#at)) this.#act(opcode);
  }

  /** What imports and calls. */
  #act(opcode: number): void {
    const [cursor, machine] = [this.#cursor, this.#machine];
    switch (opcode) {
      case 0x80: // PROTO
        this.#protocol = cursor.u8();
        if (this.#protocol > 5) throw new BrokenBytes(`there is no protocol ${this.#protocol}`, this.#at);
        break;
      case 0x63: // GLOBAL
        machine.push(this.#import(this.#name(), this.#name()));
        break;
      case 0x93: // STACK_GLOBAL
        machine.push(this.#stackGlobal());
        break;
      case 0x69: {
        // INST
        const callee = this.#import(this.#name(), this.#name());
        this.#call(callee, this.#tuple(machine.popMark()));
        break;
      }
      case 0x6f: {
        // OBJ
        const [callee, ...args] = machine.popMark();
        if (callee === undefined) throw new BrokenBytes("it takes from an empty stack", this.#at);
        this.#call(this.#machine.values.valueOf(callee), this.#tuple(args));
        break;
      }
      case 0x52: // REDUCE
      case 0x81: // NEWOBJ
      case 0x92: {
        // NEWOBJ_EX
        const [callee = otherPart, args = otherPart] = machine.popMany(opcode === 0x92 ? 3 : 2);
        const given = this.#machine.values.valueOf(args);
        this.#call(
          this.#machine.values.valueOf(callee),
          given.kind === "tuple" ? given : this.#tuple([args]),
        );
        break;
      }
      case 0x62: // BUILD
        this.#build(machine.pop(), machine.top());
        break;
      case 0x82: // EXT1
        this.#extension(cursor.u8());
        break;
      case 0x83: // EXT2
        this.#extension(cursor.u16());
        break;
      case 0x84: // EXT4
        this.#extension(cursor.i32());
        break;
      case 0x50: // PERSID
        machine.push({ kind: "persistent", id: { kind: "text", value: this.#name() } });
        break;
      case 0x51: // BINPERSID
        machine.push({ kind: "persistent", id: machine.pop() });
        break;
      default:
        throw new BrokenBytes(`0x${opcode.toString(16).padStart(2, "0")} is no opcode`, this.#at);
    }
  }

  #stackGlobal(): Value {
    const [module = other, name = other] = this.#machine
      .popMany(2)
      .map((part) => this.#machine.values.valueOf(part));
    if (module.kind === "text" && name.kind === "text") return this.#import(module.value, name.value);
    this.#hidden("the name of an import is made when it is loaded, not written in the file");
    return other;
  }

  #import(module: string, name: string): Value {
    const isWanted = this.watcher.imported(module, name, this.#at);
    // From now on the state of an object may be that of an array, which says how long it is.
    if (isArrayWrapper({ module, name })) this.#machine.keepsEntries = true;
    return { kind: "global", module, name, watched: isWanted || describesArrays({ module, name }) };
  }

  #tuple(parts: readonly Part[]): TupleValue {
    return new TupleValue(parts, this.#machine.values);
  }

  #call(of: Value, args: TupleValue): void {
    if (of.kind !== "global")
      this.#hidden("it calls something that is made when it is loaded, not imported by name");
    const isWatched = of.kind === "global" && of.watched;
    if (isWatched) this.watcher.called(of, args, this.#at);
    this.#machine.push(isWatched ? { kind: "object", of, args } : otherPart);
  }

  #hidden(what: string): void {
    this.watcher.noticed("hidden-name", "suspicious", what, this.#at);
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
    target.state = state;
    const array = this.options.joblib ? arrayAfter(target) : undefined;
    if (array === undefined) return;
    this.#arrays++;
    skipArray(array, this.#cursor, (start) => this.#pickleInside(start));
    this.watcher.array(array.dtype, array.shape);
  }

  /** An array of objects: joblib has plain pickle read it from here. */
  #pickleInside(start: number): void {
    const inner = walkPickle(this.source, start, this.watcher, { joblib: false });
    if (inner.outcome !== "stopped")
      throw new BrokenBytes(inner.problem ?? "", inner.end, inner.outcome === "cut");
    this.#cursor.skip(inner.end - this.#cursor.position);
  }

  #extension(code: number): void {
    const what = `it imports by number ${code}, which only the loading program can resolve`;
    this.watcher.noticed("hidden-name", "unknown", what, this.#at);
    this.#machine.push(otherPart);
  }

  #name(): string {
    return new TextDecoder().decode(this.#cursor.line(longestName));
  }
}

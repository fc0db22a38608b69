import { BrokenBytes } from "../broken-bytes.js";
import type { Cursor } from "../cursor.js";
import { makesNoText } from "./allowed-names.js";
import { describesArrays, isArrayWrapper } from "./array-wrapper.js";
import { nameLine } from "./lines.js";
import type { PickleMachine } from "./machine.js";
import type { PickleWatcher } from "./pickle-watcher.js";
import { other, type Part, TupleValue, type Value } from "./value.js";
import { isWrapperClass } from "./wrapper-use.js";
import { instancePart, otherPart } from "./written.js";

/** What surely is no text, which Python refuses as a name. Of what a program or most calls give nobody knows, and bytes of Python 2 become text. */
function isNoText(value: Value): boolean {
  if (value.kind === "object") return value.of.makesNoText;
  return !["text", "bytes", "other", "persistent"].includes(value.kind);
}

/** What a pickle imports and calls. */
export class PickleCalls {
  constructor(
    private readonly machine: PickleMachine,
    private readonly watcher: PickleWatcher,
  ) {}

  /**
   * Does what an opcode does that imports or calls.
   * @returns false for all other opcodes. @throws {BrokenBytes}
   */
  take(opcode: number, cursor: Cursor): boolean {
    const { machine } = this;
    switch (opcode) {
      case 0x63: // GLOBAL
        machine.push(this.#importLines(cursor));
        return true;
      case 0x93: // STACK_GLOBAL
        machine.push(this.#importFromStack());
        return true;
      case 0x69: {
        // INST
        const callee = this.#importLines(cursor);
        if (isWrapperClass(callee)) this.oddWrapper();
        this.#call(callee, this.#tuple(machine.popMark()));
        return true;
      }
      case 0x6f: {
        // OBJ
        const [callee, ...args] = machine.popMark();
        if (callee === undefined) throw new BrokenBytes("it takes from an empty stack", machine.at);
        this.#call(machine.values.valueOf(callee), this.#tuple(args));
        return true;
      }
      case 0x52: // REDUCE
      case 0x81: // NEWOBJ
      case 0x92: {
        // NEWOBJ_EX
        const [callee = otherPart, args = otherPart] = machine.popMany(opcode === 0x92 ? 3 : 2);
        const given = machine.values.valueOf(args);
        this.#call(machine.values.valueOf(callee), given.kind === "tuple" ? given : this.#tuple([args]));
        return true;
      }
      case 0x82: // EXT1
        this.#extension(cursor.u8());
        return true;
      case 0x83: // EXT2
        this.#extension(cursor.u16());
        return true;
      case 0x84: // EXT4
        this.#extension(cursor.i32());
        return true;
      default:
        return false;
    }
  }

  /** Reports that joblib's wrapper is used in a way that hides where the next array begins. */
  oddWrapper(): void {
    const what = "it uses joblib's wrapper of arrays in another way than joblib does";
    this.watcher.noticed("odd-pickle", "unknown", what, this.machine.at);
  }

  #importFromStack(): Value {
    const { values } = this.machine;
    const [module = other, name = other] = this.machine.popMany(2).map((part) => values.valueOf(part));
    if (module.kind === "text" && name.kind === "text") return this.#import(module.value, name.value);
    if (isNoText(module) || isNoText(name))
      throw new BrokenBytes("the name of an import is no text", this.machine.at);
    this.#hidden("the name of an import is made when it is loaded, not written in the file");
    return other;
  }

  #importLines(cursor: Cursor): Value {
    const [module, name] = [nameLine(cursor), nameLine(cursor)];
    if (module !== undefined && name !== undefined) return this.#import(module, name);
    this.#hidden("the name of an import is longer than any that there is");
    return other;
  }

  #import(module: string, name: string): Value {
    const isWanted = this.watcher.imported(module, name, this.machine.at);
    // From now on the state of an object may be that of an array, which says how long it is.
    if (isArrayWrapper({ module, name })) this.machine.keepsEntries = true;
    const watched = isWanted || describesArrays({ module, name });
    return { kind: "global", module, name, watched, makesNoText: makesNoText(module, name) };
  }

  #tuple(parts: readonly Part[]): TupleValue {
    return new TupleValue(parts, this.machine.values);
  }

  #call(of: Value, args: TupleValue): void {
    if (of.kind !== "global")
      this.#hidden("it calls something that is made when it is loaded, not imported by name");
    if (of.kind !== "global") this.machine.push(otherPart);
    else if (!of.watched) this.machine.push(of.makesNoText ? instancePart : otherPart);
    else {
      this.watcher.called(of, args, this.machine.at);
      this.machine.push({ kind: "object", of, args });
    }
  }

  #hidden(what: string): void {
    this.watcher.noticed("hidden-name", "suspicious", what, this.machine.at);
  }

  #extension(code: number): void {
    const what = `it imports by number ${code}, which only the loading program can resolve`;
    this.watcher.noticed("hidden-name", "unknown", what, this.machine.at);
    this.machine.push(otherPart);
  }
}

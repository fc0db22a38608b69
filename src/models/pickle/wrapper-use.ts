import { isArrayWrapper } from "./array-wrapper.js";
import type { Part } from "./value.js";

const memoPuts = new Set([0x70, 0x71, 0x72, 0x94]);
const emptyTuple = 0x29;
const newObject = 0x81;
/** GET, BINGET, LONG_BINGET, DUP, GLOBAL, STACK_GLOBAL. */
const pushesOfKept = new Set([0x67, 0x68, 0x6a, 0x32, 0x63, 0x93]);

/** Whether an opcode may push an import. */
export function isPushOfKept(opcode: number): boolean {
  return pushesOfKept.has(opcode);
}

export function isWrapperClass(part: Part): boolean {
  return typeof part === "object" && part.kind === "global" && isArrayWrapper(part);
}

/**
 * Follows what becomes of the class of joblib's wrapper, each time that it comes upon the stack. joblib makes an instance of it
 * at once, without arguments. By any other way there would be instances that nobody here knows of, after which joblib reads
 * an array, and goes on behind it.
 */
export class WrapperUse {
  #next: "class" | "arguments" | undefined;

  /** Whether the class lies on the stack, and is not used yet. */
  get isOpen(): boolean {
    return this.#next !== undefined;
  }

  begin(): void {
    this.#next = "class";
  }

  /** Takes the next opcode. @returns whether it is not the one that joblib writes. */
  isOdd(opcode: number): boolean {
    if (this.#next === undefined || (this.#next === "class" && memoPuts.has(opcode))) return false;
    if (this.#next === "class" && opcode === emptyTuple) {
      this.#next = "arguments";
      return false;
    }
    const isUsual = this.#next === "arguments" && opcode === newObject;
    this.#next = undefined;
    return !isUsual;
  }
}

import { BrokenBytes } from "../broken-bytes.js";
import type { Cursor } from "../cursor.js";
import type { PickleMachine } from "./machine.js";
import { memoIndex } from "./number-line.js";
import type { Part } from "./value.js";
import { otherPart } from "./written.js";

/**
 * Does what an opcode does to the stack and the memo that neither imports nor calls.
 * @param at where the opcode stands. @returns false for all other opcodes. @throws {BrokenBytes}
 */
export function arrange(opcode: number, cursor: Cursor, machine: PickleMachine, at: number): boolean {
  switch (opcode) {
    case 0x28: // MARK
      machine.mark();
      return true;
    case 0x30: // POP
      machine.drop();
      return true;
    case 0x31: // POP_MARK
      machine.dropMark();
      return true;
    case 0x7d: // EMPTY_DICT
      machine.pushDict();
      return true;
    case 0x32: // DUP
      machine.push(machine.topPart());
      return true;
    case 0x98: // READONLY_BUFFER
      machine.topPart();
      return true;
    default:
      return gather(opcode, machine, at) || remember(opcode, cursor, machine, at);
  }
}

/** Containers. */
function gather(opcode: number, machine: PickleMachine, at: number): boolean {
  switch (opcode) {
    case 0x85: // TUPLE1
    case 0x86: // TUPLE2
    case 0x87: // TUPLE3
      machine.dropMany(opcode - 0x84);
      machine.pushTuple(opcode - 0x84);
      return true;
    case 0x74: // TUPLE
      machine.pushTuple(machine.dropMark());
      return true;
    case 0x6c: // LIST
    case 0x91: // FROZENSET
      machine.dropMark();
      machine.push(otherPart);
      return true;
    case 0x64: {
      // DICT
      const items = machine.popMark();
      machine.pushDict();
      setItems(machine, items, at);
      return true;
    }
    case 0x61: // APPEND
      machine.dropMany(1);
      machine.topPart();
      return true;
    case 0x65: // APPENDS
    case 0x90: // ADDITEMS
      machine.dropMark();
      machine.topPart();
      return true;
    case 0x73: // SETITEM
      setItems(machine, machine.popMany(2), at);
      return true;
    case 0x75: // SETITEMS
      if (machine.keepsEntries) setItems(machine, machine.popMark(), at);
      else {
        if (machine.dropMark() % 2 === 1) throw withoutValue(at);
        machine.topPart();
      }
      return true;
    default:
      return false;
  }
}

/** The memo. */
function remember(opcode: number, cursor: Cursor, machine: PickleMachine, at: number): boolean {
  switch (opcode) {
    case 0x70: // PUT
      machine.put(memoIndex(cursor, at));
      return true;
    case 0x71: // BINPUT
      machine.put(cursor.u8());
      return true;
    case 0x72: // LONG_BINPUT
      machine.put(cursor.u32());
      return true;
    case 0x94: // MEMOIZE
      machine.put(machine.memo.size);
      return true;
    case 0x67: // GET
      machine.get(memoIndex(cursor, at));
      return true;
    case 0x68: // BINGET
      machine.get(cursor.u8());
      return true;
    case 0x6a: // LONG_BINGET
      machine.get(cursor.u32());
      return true;
    default:
      return false;
  }
}

function withoutValue(at: number): BrokenBytes {
  return new BrokenBytes("a dictionary has a key without a value", at);
}

function setItems(machine: PickleMachine, items: readonly Part[], at: number): void {
  const target = machine.top();
  if (items.length % 2 === 1) throw withoutValue(at);
  if (target.kind !== "dict" || !machine.keepsEntries) return;
  for (let index = 0; index + 1 < items.length; index += 2) {
    const [key, value] = [items[index] ?? otherPart, items[index + 1] ?? otherPart];
    target.set(machine.values.valueOf(key), machine.values.valueOf(value));
  }
}

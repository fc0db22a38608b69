import { lineEnd, longestName, plainLineEnd, plainNumber } from "./lines.js";
import { mostObjects, type PickleMachine } from "./machine.js";
import type { Part } from "./value.js";
import {
  emptyDictPart,
  emptyTuplePart,
  instancePart,
  longestNumber,
  nonePart,
  otherPart,
} from "./written.js";

/** An opcode and the number behind it take no more than this. */
const longestHead = 9;

/**
 * Follows opcodes that only move data, in one loop without a call for each: millions of them are passed in the time in
 * which single steps would do thousands. It does what single steps would do, and stops in front of the first opcode that
 * it does not know, that might fail, or that does not lie whole in the window; a step must be made there.
 * @param window bytes of the source, of which the first stands at `start`. @param next where in it the next opcode stands.
 * @param limit no byte of the window at or beyond it. @param most no more opcodes than this.
 */
export function passData(
  window: Uint8Array,
  next: number,
  start: number,
  limit: number,
  machine: PickleMachine,
  most: number,
): { next: number; opcodes: number } {
  const { stack, marks, memo, values } = machine;
  const lastHead = limit - longestHead;
  // From here on nothing in this window can make too many objects.
  const room = mostObjects - window.length;
  let { height, fence } = machine;
  if (height > room || marks.length > room || memo.size > room) return { next, opcodes: 0 };
  // A whole number for sure: comparing with infinity would be slow.
  const mostHere = Math.min(most, window.length);
  let opcodes = 0;
  let at = next;
  walk: while (at <= lastHead && opcodes < mostHere) {
    const opcode = window[at] ?? 0;
    switch (opcode) {
      case 0x94: {
        // MEMOIZE
        const top = stack[height - 1];
        if (height === fence || top === undefined) break walk;
        memo.put(memo.size, top);
        at++;
        break;
      }
      case 0x71: // BINPUT
      case 0x72: {
        // LONG_BINPUT
        const top = stack[height - 1];
        if (height === fence || top === undefined) break walk;
        const short = opcode === 0x71;
        memo.put(short ? (window[at + 1] ?? 0) : unsigned(window, at + 1), top);
        at += short ? 2 : 5;
        break;
      }
      case 0x68: // BINGET
      case 0x6a: {
        // LONG_BINGET
        const short = opcode === 0x68;
        const part = memo.get(short ? (window[at + 1] ?? 0) : unsigned(window, at + 1));
        if (part === undefined || isWatched(part)) break walk;
        stack[height++] = part;
        at += short ? 2 : 5;
        break;
      }
      case 0x8c: // SHORT_BINUNICODE
      case 0x43: // SHORT_BINBYTES
      case 0x55: {
        // SHORT_BINSTRING
        const end = at + 2 + (window[at + 1] ?? 0);
        if (end > limit) break walk;
        stack[height++] = start + at;
        at = end;
        break;
      }
      case 0x58: // BINUNICODE
      case 0x42: {
        // BINBYTES
        const length = unsigned(window, at + 1);
        if (at + 5 + length > limit) break walk;
        stack[height++] = opcode === 0x42 || length <= longestName ? start + at : otherPart;
        at += 5 + length;
        break;
      }
      case 0x4b: // BININT1
      case 0x4d: // BININT2
      case 0x4a: // BININT
        stack[height++] = start + at;
        at += opcode === 0x4b ? 2 : opcode === 0x4d ? 3 : 5;
        break;
      case 0x8a: {
        // LONG1
        const length = window[at + 1] ?? 0;
        if (at + 2 + length > limit) break walk;
        stack[height++] = length <= longestNumber ? start + at : otherPart;
        at += 2 + length;
        break;
      }
      case 0x47: // BINFLOAT
        stack[height++] = otherPart;
        at += 9;
        break;
      case 0x4e: // NONE
        stack[height++] = nonePart;
        at++;
        break;
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
      case 0x5d: // EMPTY_LIST
      case 0x8f: // EMPTY_SET
        stack[height++] = otherPart;
        at++;
        break;
      case 0x7d: // EMPTY_DICT
        if (machine.keepsEntries) break walk;
        stack[height++] = emptyDictPart;
        at++;
        break;
      case 0x29: // EMPTY_TUPLE
        stack[height++] = emptyTuplePart;
        at++;
        break;
      case 0x28: // MARK
        marks.push(height);
        fence = height;
        at++;
        break;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: {
        // TUPLE3
        const from = height - (opcode - 0x84);
        if (from < fence) break walk;
        stack[from] = values.tuple(stack, from, height);
        height = from + 1;
        at++;
        break;
      }
      case 0x74: // TUPLE
        if (marks.length === 0) break walk;
        marks.pop();
        stack[fence] = values.tuple(stack, fence, height);
        height = fence + 1;
        fence = marks.at(-1) ?? 0;
        at++;
        break;
      case 0x6c: // LIST
      case 0x91: // FROZENSET
        if (marks.length === 0) break walk;
        marks.pop();
        stack[fence] = otherPart;
        height = fence + 1;
        fence = marks.at(-1) ?? 0;
        at++;
        break;
      case 0x61: // APPEND
        if (height - 2 < fence) break walk;
        height--;
        at++;
        break;
      case 0x73: // SETITEM
        if (machine.keepsEntries || height - 3 < fence) break walk;
        height -= 2;
        at++;
        break;
      case 0x75: // SETITEMS
      case 0x65: // APPENDS
      case 0x90: {
        // ADDITEMS
        if (opcode === 0x75 && (machine.keepsEntries || (height - fence) % 2 === 1)) break walk;
        const below = marks.length > 1 ? (marks[marks.length - 2] ?? 0) : 0;
        if (marks.length === 0 || fence === below) break walk;
        marks.pop();
        height = fence;
        fence = below;
        at++;
        break;
      }
      case 0x52: // REDUCE
      case 0x81: {
        // NEWOBJ
        const callee = stack[height - 2];
        if (height - 2 < fence || typeof callee !== "object" || callee.kind !== "global" || callee.watched)
          break walk;
        stack[height - 2] = callee.makesNoText ? instancePart : otherPart;
        height--;
        at++;
        break;
      }
      case 0x62: // BUILD
        if (height - 2 < fence || typeof stack[height - 2] !== "number") break walk;
        height--;
        at++;
        break;
      case 0x30: // POP
        if (height === fence) break walk;
        height--;
        at++;
        break;
      case 0x46: // FLOAT
      case 0x49: // INT
      case 0x4c: // LONG
      case 0x53: // STRING
      case 0x56: {
        // UNICODE
        const end = plainLineEnd(opcode, window, at + 1, limit);
        if (end === -1) break walk;
        stack[height++] = opcode === 0x46 ? otherPart : start + at;
        at = end + 1;
        break;
      }
      case 0x70: {
        // PUT
        const end = lineEnd(window, at + 1, limit);
        const index = plainNumber(window, at + 1, end);
        const top = stack[height - 1];
        if (index === -1 || height === fence || top === undefined) break walk;
        memo.put(index, top);
        at = end + 1;
        break;
      }
      case 0x67: {
        // GET
        const end = lineEnd(window, at + 1, limit);
        const part = memo.get(plainNumber(window, at + 1, end));
        if (part === undefined || isWatched(part)) break walk;
        stack[height++] = part;
        at = end + 1;
        break;
      }
      default:
        break walk;
    }
    opcodes++;
  }
  machine.height = height;
  return { next: at, opcodes };
}

function isWatched(part: Part): boolean {
  return typeof part === "object" && part.kind === "global" && part.watched;
}

/** A number of four bytes. */
function unsigned(window: Uint8Array, at: number): number {
  return (
    ((window[at] ?? 0) |
      ((window[at + 1] ?? 0) << 8) |
      ((window[at + 2] ?? 0) << 16) |
      ((window[at + 3] ?? 0) << 24)) >>>
    0
  );
}

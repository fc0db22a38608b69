import { describe, expect, test } from "vitest";
import { BrokenBytes } from "../../../../src/models/broken-bytes.js";
import { bytesSource } from "../../../../src/models/byte-source.js";
import { Cursor } from "../../../../src/models/cursor.js";
import { arrange } from "../../../../src/models/pickle/arrange.js";
import { constantOf } from "../../../../src/models/pickle/constants.js";
import { PickleMachine } from "../../../../src/models/pickle/machine.js";
import { passData } from "../../../../src/models/pickle/pass-data.js";
import type { Part, Value } from "../../../../src/models/pickle/value.js";
import { WrittenValues } from "../../../../src/models/pickle/written.js";
import { SeededRandom } from "../../../../src/stats/seeded-random.js";

function machineFor(bytes: Uint8Array): PickleMachine {
  return new PickleMachine(new WrittenValues(bytesSource(bytes)));
}

/** All that a machine holds, with what its parts stand for. */
function contents(machine: PickleMachine) {
  const spelled = (part: Part | undefined): unknown =>
    part === undefined ? undefined : spelledValue(machine.values.valueOf(part));
  return {
    stack: machine.stack.slice(0, machine.height).map(spelled),
    marks: machine.marks,
    memo: Array.from({ length: 300 }, (_, index) => spelled(machine.memo.get(index))),
    size: machine.memo.size,
  };
}

function spelledValue(value: Value): unknown {
  return value.kind === "tuple" ? value.items.map(spelledValue) : value;
}

function single(cursor: Cursor, machine: PickleMachine): void {
  const at = cursor.position;
  machine.at = at;
  const opcode = cursor.u8();
  const constant = constantOf(opcode, cursor, at);
  if (constant !== undefined) machine.push(constant);
  else if (!arrange(opcode, cursor, machine, at)) throw new BrokenBytes("it is no data", at);
}

/** Passes as much as it will, then makes as many single steps on another machine. @returns how many that were. */
function compare(bytes: Uint8Array): number {
  const fast = machineFor(bytes);
  const { next, opcodes } = passData(bytes, 0, 0, bytes.length, fast, Number.POSITIVE_INFINITY);
  const slow = machineFor(bytes);
  const cursor = new Cursor(bytesSource(bytes));
  for (let step = 0; step < opcodes; step++) single(cursor, slow);
  expect(next).toBe(cursor.position);
  expect(contents(fast)).toEqual(contents(slow));
  return opcodes;
}

const words = ["os", "system", "a", "shape", "", "é", "x".repeat(70), "y".repeat(2100)];
const lines = ["7", "-3", "12L", "'a'", "'\\x41'", '"b"', "os", "1.5", "", "0x1f", "1_0", "9".repeat(70)];

/** Something of each opcode that moves data, with operands that fit and some that do not. */
function opcode(pick: (most: number) => number): string {
  const word = words[pick(words.length)] ?? "";
  const bytes = Buffer.from(word).toString("latin1");
  const byte = (value: number) => String.fromCharCode(value & 0xff);
  const long = `${byte(bytes.length)}${byte(bytes.length >> 8)}\0\0`;
  const short = byte(bytes.length & 0x7f) + bytes.slice(0, bytes.length & 0x7f);
  const index = pick(6);
  const all = [
    ...[
      "N",
      "\x88",
      "\x89",
      "]",
      "}",
      ")",
      "\x8f",
      "(",
      "(",
      "0",
      "a",
      "s",
      "e",
      "u",
      "\x90",
      "t",
      "l",
      "\x91",
    ],
    ...["\x85", "\x86", "\x87", "\x94", "\x94", `q${byte(index)}`, `r${byte(index)}\0\0\0`, `p${index}\n`],
    ...[`h${byte(index)}`, `j${byte(index)}\0\0\0`, `g${index}\n`],
    ...[`K${byte(pick(256))}`, `M${byte(pick(256))}${byte(pick(256))}`, `J${long}`, "G\x3f\xf0\0\0\0\0\0\0"],
    ...[`\x8c${short}`, `U${short}`, `C${short}`, `X${long}${bytes}`, `B${long}${bytes}`],
    ...[`\x8a${byte(pick(9))}\x80\xff\x01\x02\x03\x04\x05\x06`],
    ...["I", "L", "F", "S", "V"].map((letter) => `${letter}${lines[pick(lines.length)]}\n`),
  ];
  return all[pick(all.length)] ?? "N";
}

test("data is passed as single steps would: the same stack, marks and memo, and not a byte further", () => {
  const random = new SeededRandom("opcodes");
  const pick = (most: number) => random.below(most);
  let passed = 0;
  for (let round = 0; round < 4000; round++) {
    // Something to take from first, or most would end at once.
    const parts = ["N", "K\x01", "\x8c\x02os", "(", "K\x02", "N", "\x94", "}", "(", "\x8c\x01a", "K\x05"];
    for (let count = pick(60); count >= 0; count--) parts.push(opcode(pick));
    passed += compare(Buffer.from(`${parts.join("")}${"N".repeat(pick(30))}`, "latin1"));
  }
  expect(passed).toBeGreaterThan(50_000);
});

describe("it stops in front of what may fail", () => {
  test.each([
    ["an opcode that it does not know", "N\xff"],
    ["an import", "Ncos\nsystem\n"],
    ["an empty stack", "N0\x94"],
    ["what stands below a mark", "N(a"],
    ["a mark that is missing", "Nt"],
    ["a key without a value", "N}(Nu"],
    ["a list below its mark", "N((e"],
    ["a number in the memo that is missing", "Nh\x05"],
    ["a line without an end", "NV0"],
    ["a number that is none", "NIx\n"],
    ["a text without quotes", "NSos\n"],
    ["a text that ends beyond the window", "NX\xff\0\0\0"],
    ["the end", "N."],
  ])("%s", (_, start) => {
    const bytes = Buffer.from(start.padEnd(start.length + 20, "."), "latin1");
    const machine = machineFor(bytes);
    const { next } = passData(bytes, 0, 0, bytes.length, machine, Number.POSITIVE_INFINITY);
    const single = new Set(["N", "N0", "N(", "N}(N", "N(("]);
    expect(single).toContain(start.slice(0, next));
  });
});

test("dictionaries whose entries are kept are left to single steps", () => {
  const passed = (start: string) => {
    const bytes = Buffer.from(`${start}${".".repeat(20)}`, "latin1");
    const machine = machineFor(bytes);
    machine.keepsEntries = true;
    return passData(bytes, 0, 0, bytes.length, machine, Number.POSITIVE_INFINITY);
  };
  expect(passed("N(K\x01K\x02u")).toEqual({ next: 6, opcodes: 4 });
  expect(passed("N}")).toEqual({ next: 1, opcodes: 1 });
});

test("no more opcodes than it may", () => {
  const bytes = Buffer.from("N".repeat(50));
  expect(passData(bytes, 3, 0, bytes.length, machineFor(bytes), 7)).toEqual({ next: 10, opcodes: 7 });
});

test("calls of what nobody watches are passed, those of others are not", () => {
  const bytes = Buffer.from(`)R${".".repeat(20)}`, "latin1");
  const passed = (watched: boolean) => {
    const machine = machineFor(bytes);
    machine.push({ kind: "global", module: "collections", name: "Counter", watched, makesNoText: true });
    return passData(bytes, 0, 0, bytes.length, machine, Number.POSITIVE_INFINITY).next;
  };
  expect([passed(false), passed(true)]).toEqual([2, 1]);
});

test("what somebody watches is left to single steps, also when it comes out of the memo", () => {
  for (const get of ["h\0", "j\0\0\0\0", "g0\n"]) {
    const bytes = Buffer.from(`N${get}${".".repeat(20)}`, "latin1");
    const passed = (watched: boolean) => {
      const machine = machineFor(bytes);
      machine.memo.put(0, { kind: "global", module: "numpy", name: "dtype", watched, makesNoText: true });
      return passData(bytes, 0, 0, bytes.length, machine, Number.POSITIVE_INFINITY).next;
    };
    expect([passed(false), passed(true)]).toEqual([1 + get.length, 1]);
  }
});

test("a pair for a dictionary needs the dictionary above the mark", () => {
  const next = (start: string) => {
    const bytes = Buffer.from(`${start}${".".repeat(20)}`, "latin1");
    return passData(bytes, 0, 0, bytes.length, machineFor(bytes), Number.POSITIVE_INFINITY).next;
  };
  expect([next("}(NNs"), next("}NN0Ns")]).toEqual([4, 6]);
});

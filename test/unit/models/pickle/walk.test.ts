import { describe, expect, test } from "vitest";
import { bytesSource } from "../../../../src/models/byte-source.js";
import { PickleCollector } from "../../../../src/models/pickle/collect.js";
import { walkPickle } from "../../../../src/models/pickle/walk.js";
import { fixtureBytes } from "../../../support/model-fixtures.js";

const counted: Record<string, { opcodes: number; end: number }> = JSON.parse(
  fixtureBytes("opcodes.json").toString(),
);

function walk(bytes: Uint8Array | string) {
  const collector = new PickleCollector();
  const source = bytesSource(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  return {
    ...walkPickle(source, 0, collector, { joblib: true }),
    imports: [...collector.imports],
    findings: collector.findings,
  };
}

test.each(Object.entries(counted))(
  "%s: as many opcodes as Python's pickletools finds",
  (path, { opcodes, end }) => {
    const found = walk(fixtureBytes(path));
    // Python's loader, which the walker follows, refuses some of what pickletools reads.
    if (found.outcome === "invalid") expect(found.problem).toMatch(/stack|mark|kept/);
    else expect(found).toMatchObject({ outcome: "stopped", opcodes, end });
  },
);

test("pickletools and the walker agree on nearly all of them", () => {
  const refused = Object.keys(counted).filter((path) => walk(fixtureBytes(path)).outcome === "invalid");
  expect(refused).toEqual([]);
});

describe("names", () => {
  test.each([
    [
      "from the memo by MEMOIZE's count",
      "\x80\x04\x8c\x02os\x94\x8c\x06system\x940h\x000h\x00h\x01\x93.",
      "os.system",
    ],
    ["doubled by DUP", "\x80\x04\x8c\x02os2\x93.", "os.os"],
    ["with escapes of a literal", "S'\\x6f\\163'\nS\"sy\\x73tem\"\n\x93.", "os.system"],
    ["in raw-unicode-escape", "V\\u006f\\U00000073\nVsystem\n\x93.", "os.system"],
    [
      "from a memo that begins at 1, as Python 2 writes it",
      "U\x02osq\x01U\x06systemq\x0200h\x01h\x02\x93.",
      "os.system",
    ],
    [
      "from behind more bytes than are read at once",
      `\x8c\x02os\x94B\0\0\x08\0${"x".repeat(1 << 19)}\x8c\x06system\x94000h\0h\x01\x93.`,
      "os.system",
    ],
    ["with blanks and newlines as they are", "c os \nsystem\r\n.", " os .system\r"],
  ])("%s", (_, bytes, name) => {
    expect(walk(bytes).imports).toEqual([name]);
  });
});

describe("what Python's unpickler refuses", () => {
  test.each([
    ["an empty stack", "0.", "it takes from an empty stack"],
    ["values below a mark", "N(0(0.", undefined],
    ["POP that would reach below a mark", "N(a.", "it takes from an empty stack"],
    ["a mark that is missing", "t.", "there is no mark to go back to"],
    ["a number in the memo that is missing", "h\x05.", "nothing was kept under number 5"],
    ["a byte that is no opcode", "N\xff", "0xff is no opcode"],
    ["protocol 6", "\x80\x06N.", "there is no protocol 6"],
    ["a length below nothing", "T\xff\xff\xff\xff.", "a length is negative"],
    ["a text without quotes", "Sos\n.", "a text is not in quotes"],
    ["a number in the memo below nothing", "Np-1\n.", "it keeps something under the number -1"],
    ["a key without a value", "}(Nu.", "a dictionary has a key without a value"],
  ])("%s", (_, bytes, problem) => {
    const { outcome, problem: found } = walk(bytes);
    expect([outcome, found]).toEqual(problem === undefined ? ["stopped", undefined] : ["invalid", problem]);
  });

  test("bytes that end early, however long they claim to be", () => {
    expect(walk("\x8e\xff\xff\xff\xff\xff\xff\xff\x7f").outcome).toBe("cut");
    expect(walk("\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xff").outcome).toBe("cut");
    expect(walk("cos\nsys").outcome).toBe("cut");
    expect(walk("").outcome).toBe("cut");
  });
});

test("a number may have blanks and single underscores, as Python's int takes it", () => {
  expect(walk("S'os'\np 1_0 \n0S'system'\ng10\n\x93.").outcome).toBe("stopped");
  expect(walk("S'os'\np_1\n.").outcome).toBe("invalid");
  expect(walk("I0x10\n.").outcome).toBe("stopped");
  expect(walk("I1__0\n.").outcome).toBe("invalid");
});

test("arrays between the opcodes of joblib are passed over, those of objects are walked", () => {
  const { outcome, arrays } = walk(fixtureBytes("good/arrays.joblib"));
  expect([outcome, arrays]).toEqual(["stopped", 4]);
  expect(walk(fixtureBytes("bad/joblib-object-array.joblib")).findings).toMatchObject([
    { rule: "dangerous-import" },
  ]);
});

test("names are read again however many others were asked for in between", () => {
  const texts = Array.from({ length: 5000 }, (_, index) => `\x8c\x06n${10_000 + index}\x940`).join("");
  const imports = Array.from(
    { length: 5000 },
    (_, index) => `j${String.fromCharCode(index & 255, index >> 8)}\0\0\x8c\x01a\x930`,
  ).join("");
  const modules: string[] = [];
  const watcher = new PickleCollector();
  watcher.imported = (module) => modules.push(module) < 0;
  const bytes = Buffer.from(`\x80\x04${texts}${imports}${imports}N.`, "latin1");
  expect(walkPickle(bytesSource(bytes), 0, watcher, { joblib: true }).outcome).toBe("stopped");
  const expected = Array.from({ length: 5000 }, (_, index) => `n${10_000 + index}`);
  expect(modules).toEqual([...expected, ...expected]);
});

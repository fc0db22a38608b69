import { describe, expect, test } from "vitest";
import { scanBytes } from "../../../support/model-fixtures.js";

/** Runs `id` where Python loads it. */
const attack = "cposix\nsystem\n(S'id'\ntR.";
const bytes = (text: string) => Buffer.from(text, "latin1");
const u32 = (value: number) =>
  String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
const frame = (content: string, length = content.length) => `\x95${u32(length)}\0\0\0\0${content}`;
const text = (value: string) => `X${u32(value.length)}${value}`;

async function verdict(content: string, name = "a.model"): Promise<string> {
  return (await scanBytes(name, bytes(content))).verdict;
}

describe("lines that Python reads, however long and odd, do not end the walk", () => {
  test.each([
    ["a text of 8,191 bytes in quotes", `S'${"a".repeat(8191)}'\n0`],
    ["a text of as many escapes", `S'${"\\x41".repeat(2100)}'\n0`],
    ["a blank before the L", "L5 L\n0"],
    ["a number in the memo behind 70 blanks", `Np${" ".repeat(70)}1\n0`],
    ["one that is taken from there", `Np1\n0g${" ".repeat(70)}1\n0`],
    ["a number with a thousand zeros in front", `Np${"0".repeat(1000)}1\n0`],
    ["a number that ends at a zero byte, as in C", `${"N0".repeat(33_000)}I1\0\n0`],
    ["the same in the memo", "Np1\0x\n0"],
    ["a vertical tab and a sign", "I\v+5\f\n0"],
    ["a number of 10,000 digits", `I${"7".repeat(10_000)}\n0`],
    ["a hexadecimal one", "I0xdead_beef\n0"],
  ])("%s", async (_, start) => {
    expect(await verdict(start + attack)).toBe("suspicious");
    expect(await verdict(start + attack, "a.txt")).toBe("suspicious");
  });

  test.each([
    ["two underscores", "I1__0\n0"],
    ["none but blanks", "I  \n0"],
    ["a letter", "Ix\n0"],
    ["a hexadecimal number for the memo", "Np0x1\n0"],
    ["a quote that does not end", "S'ab\n0"],
  ])("but %s Python refuses", async (_, start) => {
    expect((await scanBytes("a.pkl", bytes(`\x80\x02${start}${attack}`))).lines).toEqual([
      expect.stringMatching(/^unknown damaged the pickle cannot be read any further/),
    ]);
  });
});

test("numbers of the memo are told apart, whatever stands in front of them", async () => {
  const zeros = "0".repeat(64);
  const confused = `\x80\x04Vposix\np${zeros}1\n0Vcollections\np${zeros}2\n0g${zeros}1\nVsystem\np${zeros}3\n0VOrderedDict\np${zeros}4\n0g${zeros}3\n\x93(S'id'\ntR.`;
  expect(await verdict(confused)).toBe("suspicious");
});

test("numbers of the memo that JavaScript does not tell apart are given up, and unknown", async () => {
  const [a, b] = ["9007199254740993", "9007199254740992"];
  const confused = `Vposix\np${a}\n0Vcollections\np${b}\n0g${a}\nVsystem\np${a}\n0VOrderedDict\np${b}\n0g${a}\n\x93(S'id'\ntR.`;
  for (const name of ["a.pkl", "a.model", "a.txt"])
    expect((await scanBytes(name, bytes(confused))).lines).toContainEqual(
      expect.stringMatching(/^unknown limit /),
    );
});

test("a name that is too long to be one is not cut to one that is", async () => {
  const long = `${"x".repeat(2047)}.y`;
  expect(await verdict(`ccollections\n${long}\n.`)).toBe("suspicious");
  expect(await verdict(`Vcollections\nV${long}\n\x93.`)).toBe("suspicious");
});

test("a mark at the beginning of a name is part of it", async () => {
  for (const content of [
    "\x80\x04c\xef\xbb\xbfcollections\nOrderedDict\n.",
    "\x80\x04\x8c\x0e\xef\xbb\xbfcollections\x8c\x0bOrderedDict\x93.",
  ])
    expect(await verdict(content)).toBe("unknown");
});

describe("frames", () => {
  test("that fit are as if they were not there", async () => {
    expect(await verdict(`\x80\x04${frame("]\x94(K\x01K\x02e.")}`, "a.pkl")).toBe("ok");
    expect(await verdict(`\x80\x04${frame("]\x94")}${frame("K\x01a.")}`, "a.pkl")).toBe("ok");
    expect(await verdict(`\x80\x04${frame("]\x94")}K\x01a.`, "a.pkl")).toBe("ok");
  });

  test.each([
    ["a text that crosses the end", `${frame("\x8c\x06aaaaa")}aB${u32(attack.length)}${attack}`],
    ["a line that crosses the end", `${frame("csklearn.posix", 14)}\n__pyx_unpickle_A\n0N`],
    ["a frame inside of a frame", frame(`N${frame("0N")}0N0N`)],
    ["a stop before the end", `${frame("N.N0N0N0")}`],
    ["more bytes than there are", frame("N", 1000)],
  ])("%s: programs go on at different places", async (_, content) => {
    expect((await scanBytes("a.pkl", bytes(`\x80\x04${content}.`))).lines).toContainEqual(
      expect.stringMatching(/^suspicious odd-pickle its frames do not fit/),
    );
  });
});

describe("joblib's arrays, after which it goes on elsewhere than plain pickle", () => {
  const wrapper = "cjoblib.numpy_pickle\nNumpyArrayWrapper\n";
  const dtype = (name: string, state = "") => `cnumpy\ndtype\n${text(name)}\x85R${state}`;
  const entries = (length: number, type: string, more = "") =>
    `(${text("shape")}J${u32(length)}\x85${text("dtype")}${type}${more}u`;
  const swallowed = `B${u32(attack.length - 1)}${attack.slice(0, -1)}`;
  const array = (before: string, after = "") => `\x80\x02${before}b${after}${swallowed}.`;
  const typeState = (name: string, size: string, flags = "K\0") =>
    dtype(name, `(K\x03${text("|")}NNN${size}K\x01${flags}tb`);

  test("as joblib writes them are fine", async () => {
    const alignment = `${text("numpy_array_alignment_bytes")}K\x10`;
    const content = `\x80\x02${wrapper})\x81}${entries(3, dtype("u1"), alignment)}b\x02\xff\xffabc.`;
    expect((await scanBytes("a.joblib", bytes(content))).lines).toEqual([]);
    const none = `${text("numpy_array_alignment_bytes")}N`;
    const unaligned = `\x80\x02${wrapper})\x81}${entries(3, typeState("S1", "K\x01"), none)}babc.`;
    expect((await scanBytes("a.joblib", bytes(unaligned))).lines).toEqual([]);
  });

  test.each([
    ["made by a function", array(`ccopyreg\n__newobj__\n${wrapper}\x85R}${entries(5, dtype("u1"))}`)],
    [
      "made by another function",
      array(`ccopyreg\n_reconstructor\n${wrapper}cbuiltins\nobject\nN\x87R}${entries(5, dtype("u1"))}`),
    ],
    ["made with arguments", array(`${wrapper}(NNNN\x88K\x10tR}${entries(1, dtype("u1"))}`, "\x04")],
    [
      "given as a class",
      array(`cargparse\nNamespace\n)\x81}${entries(5, dtype("u1"))}}${text("__class__")}${wrapper}s\x86`),
    ],
    [
      "aligned by what is no number",
      array(
        `${wrapper})\x81}${entries(1, dtype("u1"), `${text("numpy_array_alignment_bytes")}\x88`)}`,
        "\x04",
      ),
    ],
    [
      "of a dictionary that is changed through the memo",
      array(`${wrapper})\x81}q\x07${entries(1, dtype("u1"))}h\x07${entries(6, dtype("u1"))}0`, "\x04"),
    ],
    [
      "of a dictionary from before the import",
      array(
        `}(${text("numpy_array_alignment_bytes")}K\x10uq\x050${wrapper})\x81h\x05${entries(1, dtype("u1"))}`,
        "\x04",
      ),
    ],
    [
      "of a dictionary with more entries than are kept",
      array(
        `${wrapper})\x81}${entries(1, dtype("u1"), Array.from({ length: 64 }, (_, index) => `${text(`k${index}`)}N`).join(""))}`,
      ),
    ],
    [
      "with an entry that joblib does not write",
      array(`${wrapper})\x81}${entries(5, dtype("u1"), `${text("read")}N`)}`),
    ],
    [
      "with a state given twice",
      array(`${wrapper})\x81q\x01}${entries(1, dtype("u1"))}bah\x01}${entries(5, dtype("u1"))}`),
    ],
    [
      "whose type has another size in its state",
      array(`${wrapper})\x81}${entries(1, typeState("S1", "K\x06"))}`, "\x04"),
    ],
    [
      "whose type has a size that is not told",
      array(`${wrapper})\x81}${entries(1, typeState("V1", "\x8a\x07\x06\0\0\0\0\0\0"))}`, "\x04"),
    ],
    [
      "whose type has flags that are not told",
      array(
        `${wrapper})\x81}${entries(1, typeState("u1", "J\xff\xff\xff\xff", "\x8a\x07\x01\0\0\0\0\0\0"))}`,
      ),
    ],
    [
      "whose type has the state of another version",
      array(`${wrapper})\x81}${entries(1, dtype("V1", `(K\x01${text("|")}NNK\x06K\x01tb`))}`, "\x04"),
    ],
  ])("%s: no verdict of ok", async (_, content) => {
    expect(await verdict(content, "a.joblib")).not.toBe("ok");
    expect(await verdict(content)).not.toBe("ok");
  });

  test.each([
    ["BINGET", "q\x01", "h\x01"],
    ["LONG_BINGET", "r\x01\0\0\0", "j\x01\0\0\0"],
    ["GET", "p1\n", "g1\n"],
    ["DUP", "", "2"],
  ])(
    "whose class comes a second time by %s, and is handed to a function: no verdict of ok",
    async (_, put, get) => {
      const first = `${wrapper}${put}${put === "" ? "" : `)\x81}${entries(3, dtype("u1"))}babc0`}`;
      const second = `${put === "" ? `${first}${get}` : `${first}ccopyreg\n__newobj__\n${get}`}\x85R}${entries(5, dtype("u1"))}`;
      const { lines } = await scanBytes("a.joblib", bytes(array(second)));
      expect(lines).toContainEqual(expect.stringMatching(/^unknown odd-pickle it uses joblib's wrapper/));
    },
  );

  test("inside of a frame joblib reads them behind it", async () => {
    const start = `${wrapper})\x81}${entries(3, dtype("u1"))}b`;
    const lines = async (content: string) => (await scanBytes("a.joblib", bytes(`\x80\x04${content}`))).lines;
    expect(await lines(`${frame(start)}abc${frame(".")}`)).toEqual([]);
    expect(await lines(frame(`${start}abc.`))).toContainEqual(expect.stringMatching(/its frames do not fit/));
  });
});

test("an object array's own memo is none of the pickle around it: no name is hidden there", async () => {
  const wrapper = "cjoblib.numpy_pickle\nNumpyArrayWrapper\n";
  const type = `cnumpy\ndtype\n${text("O8")}\x85R(K\x03${text("|")}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK?tb`;
  const array = `${wrapper})\x81}(${text("shape")}K\x01\x85${text("dtype")}${type}ub`;
  const inner = "\x80\x04\x8c\x05numpy\x940h\x00\x8c\x07ndarray\x93.";
  const outer = `\x80\x04csklearn.preprocessing._encoders\nOneHotEncoder\n)\x81\x94${array}${inner}.`;
  expect((await scanBytes("a.joblib", bytes(outer))).lines).toEqual([]);
});

test("a name that a function may give is hidden, one that is surely no text Python refuses", async () => {
  const lines = async (operand: string) =>
    (await scanBytes("a.pkl", bytes(`\x80\x04${operand}\x8c\x06system\x93.`))).lines;
  expect(await lines("c_codecs\nencode\n(\x8c\x02bf\x8c\x05rot13tR")).toEqual([
    expect.stringMatching(/^suspicious hidden-name/),
  ]);
  for (const operand of [
    "K\x01",
    ")",
    "}",
    "N",
    "ccollections\nOrderedDict\n",
    "ccollections\nOrderedDict\n)R",
  ])
    expect(await lines(operand)).toEqual([expect.stringMatching(/^unknown damaged .* is no text/)]);
});

test("what is handed to a function that calls it, or gives it back, is told", async () => {
  const handed = (by: string, what: string) => verdict(`\x80\x02c${by}\nc${what}\nN\x86R.`, "a.pkl");
  expect(await handed("torch._tensor\n_rebuild_from_type_v2", "xgboost.core\nBooster")).toBe("suspicious");
  expect(await handed("torch.jit._pickle\nrestore_type_tag", "collections\nOrderedDict")).toBe("suspicious");
  expect(await handed("torch._tensor\n_rebuild_from_type_v2", "torch._utils\n_rebuild_tensor_v2")).toBe("ok");
});

test("a pickle that begins with a buffer from outside is one", async () => {
  expect(await verdict(`\x97${attack}`)).toBe("suspicious");
});

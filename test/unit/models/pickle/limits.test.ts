import { describe, expect, test } from "vitest";
import { type ByteSource, bytesSource } from "../../../../src/models/byte-source.js";
import { PickleCollector } from "../../../../src/models/pickle/collect.js";
import { type PickleScan, scanPickles } from "../../../../src/models/pickle/scan-pickles.js";
import { walkPickle } from "../../../../src/models/pickle/walk.js";
import { PickleBudget } from "../../../../src/models/pickle/walk-budget.js";
import { fixtureBytes, scanBytes } from "../../../support/model-fixtures.js";

const bytes = (text: string) => Buffer.from(text, "latin1");
const system = "cposix\nsystem\n(S'id'\ntR.";
/** The number that says what it is, and four more pickles. */
const legacyStart = `\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.${"\x80\x02N.".repeat(4)}`;
const wrapper = "cjoblib.numpy_pickle\nNumpyArrayWrapper\n";

/** A text of less than 256 characters. */
function text(value: string): string {
  return `\x8c${String.fromCharCode(value.length)}${value}`;
}

/** joblib's description of an array of so many numbers, and BUILD; its bytes come next. */
function arrayOf(count: number, dtype = "u1"): string {
  const type = `cnumpy\ndtype\n${text(dtype)}\x85R`;
  return `${wrapper})\x81}(${text("shape")}K${String.fromCharCode(count)}\x85${text("dtype")}${type}ub`;
}

/** Scans a source that counts the bytes read. */
async function counted(content: string): Promise<PickleScan & { read: number }> {
  const source = bytesSource(bytes(content));
  let read = 0;
  const counting: ByteSource = {
    size: source.size,
    read: (offset, length) => {
      const found = source.read(offset, length);
      read += found.length;
      return found;
    },
  };
  const scan = await scanPickles(counting, { pickles: new PickleBudget(), pause: async () => undefined });
  return { ...scan, read };
}

describe("pickles that are easily missed", () => {
  test.each([
    ["a sixth pickle of an old PyTorch file", `${legacyStart}${system}`],
    ["a seventh", `${legacyStart}N.${system}`],
    ["one among the tensors", `${legacyStart}\x02\0\0\0\0\0\0\0ab\x80\x02${system}`],
    ["one that an array's bytes are, after a STOP", `\x80\x02${arrayOf(26)}.${system}.`],
    ["one after another in an array", `\x80\x02${arrayOf(28)}.N.${system}.`],
    [
      "one in an array that begins in an array",
      `\x80\x02${arrayOf(150)}.${arrayOf(26)}.${system}`.padEnd(400, "."),
    ],
  ])("%s", async (_, content) => {
    expect((await scanBytes("a.pt", bytes(content))).lines).toContainEqual(
      expect.stringContaining("posix.system"),
    );
  });

  test("what an array hands on to another loader is read", async () => {
    const inner = `\x80\x02${system}`;
    const load = `ctorch.storage\n_load_from_bytes\nC${String.fromCharCode(inner.length)}${inner}\x85R.`;
    expect(
      (await scanBytes("a.joblib", bytes(`\x80\x02${arrayOf(load.length + 1)}.${load}.`))).lines,
    ).toContainEqual(expect.stringMatching(/posix\.system.*part 1/));
  });

  test("an unknown import right behind an old PyTorch file is told", async () => {
    expect((await scanBytes("a.pt", bytes(`${legacyStart}cpackage\nName\n.`))).verdict).toBe("unknown");
  });
});

describe("tensors of an old PyTorch file that look like pickles", () => {
  test.each([
    ["counts that are opcodes", "N.\0\0\0\0\0\0".padEnd(11854, "a")],
    ["a count that is a MARK, and the beginnings of pickles", `(\0\0\0\0\0\0\0${"\x80\x02".repeat(20)}`],
    [
      "lines and imports of anything",
      `\x05\0\0\0\0\0\0\0\x80\x02cnothing\nat all\n${"\x80\x02V".repeat(1000)}`,
    ],
  ])("%s", async (_, storages) => {
    const file = Buffer.concat([fixtureBytes("good/torch-legacy.pth"), bytes(storages)]);
    expect((await scanBytes("a.pth", file)).lines).toEqual([]);
  });
});

describe("bytes that are read again and again", () => {
  test("plain readings of many arrays, each to the end of the file, end in a limit", async () => {
    const one = `\x80\x02${arrayOf(5)}B\x01\0\0\0.`;
    const { findings, read } = await counted(one.repeat(1000));
    expect(findings.map(({ rule }) => rule)).toEqual(["limit"]);
    expect(read).toBeLessThan(24 << 20);
  });

  test("many small files in an archive share one limit", async () => {
    const one = bytes(`\x80\x02${arrayOf(5)}B\x01\0\0\0.`.repeat(300));
    const context = { pickles: new PickleBudget(), pause: async () => undefined };
    const rules: string[][] = [];
    for (let index = 0; index < 8; index++) {
      const { findings } = await scanPickles(bytesSource(one), context);
      rules.push(findings.map(({ rule }) => rule));
    }
    expect([rules[0], rules[7]]).toEqual([[], ["limit"]]);
  });

  test("attempts that read long lines end in a limit of bytes", async () => {
    const { read } = await counted(`N.\xff${"\x80\x02V".repeat(10_000)}`);
    expect(read).toBeLessThan(24 << 20);
  });

  test("small pickles in a row are read once", async () => {
    const { findings, read } = await counted("N.".repeat(200_000));
    expect(findings).toEqual([]);
    expect(read).toBeLessThan(1_000_000);
  });

  test("arrays of objects in a row are read once", async () => {
    const { findings, read, facts } = await counted(`\x80\x02(${`${arrayOf(1, "O8")}N.0`.repeat(5000)}1N.`);
    expect([findings, facts.tensors]).toEqual([[], 5000]);
    expect(read).toBeLessThan(10 * 5000 * 120);
  });

  test("names that lie far apart cost no more than small reads", async () => {
    const pad = "B\xec\x0f\0\0".padEnd(4096, "x");
    const names = Array.from(
      { length: 64 },
      (_, index) => `${text(`a${index}`)}q${String.fromCharCode(index)}0${pad}0`,
    );
    const asked = Array.from({ length: 64 }, (_, index) => `h${String.fromCharCode(index)}h\0\x930`);
    const { read } = await counted(`\x80\x04${names.join("")}${asked.join("")}N.`);
    expect(read).toBeLessThan(64 * 4096 + 64 * 512 + (1 << 17));
  });
});

test("a long pickle pauses on the way, and whoever is called then may end it", async () => {
  const long = bytesSource(bytes(`${"N0".repeat(1_000_000)}N.`));
  let pauses = 0;
  const pause = async () => void pauses++;
  await scanPickles(long, { pickles: new PickleBudget(), pause });
  expect(pauses).toBeGreaterThan(0);
  const stop = () => Promise.reject(new Error("stopped"));
  await expect(scanPickles(long, { pickles: new PickleBudget(), pause: stop })).rejects.toThrow("stopped");
});

describe("what holds more than its stack", () => {
  test.each([
    ["tuples in tuples", `\x80\x02N${"\x85".repeat(14_000_000)}.`],
    ["tuples of a class", `cbuiltins\nset\nq\0${"h\0\x85".repeat(5_100_000)}.`],
    ["persistent ids of persistent ids", `N${"Q".repeat(5_100_000)}.`],
  ])("%s", (_, content) => {
    const source = bytesSource(bytes(content));
    const { outcome } = walkPickle(source, 0, new PickleCollector(), { joblib: true });
    expect(outcome).toBe("limit");
  });
});

import { expect, test } from "vitest";
import { fixtureBytes, scanBytes } from "../../support/model-fixtures.js";

const bytes = (text: string) => Buffer.from(text, "latin1");
const imports = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `c${line(index)}\n0`).join("");

test("what is found first never keeps out what weighs more", async () => {
  const noisy = bytes(`${imports(3000, (index) => `package${index}\nName`)}cos\nsystem\n.`);
  expect((await scanBytes("a.pkl", noisy)).verdict).toBe("suspicious");
  const harmless = bytes(`${imports(3000, () => "numpy\ndtype")}cpackage\nName\n.`);
  expect((await scanBytes("a.pkl", harmless)).verdict).toBe("unknown");
});

test("many names that are allowed do not hide one that is not", async () => {
  const layers = imports(2000, (index) => `torch.nn.modules.layer${index}\nLayer`);
  expect((await scanBytes("a.pkl", bytes(`${layers}N.`))).verdict).toBe("ok");
  expect((await scanBytes("a.pkl", bytes(`${layers}cpackage\nName\n.`))).verdict).toBe("unknown");
});

test("bytes that begin like pickles again and again are given up", async () => {
  const report = await scanBytes("a.pkl", bytes(`N.\xff${"\x80\x02N".repeat(200_000)}`));
  expect(report).toMatchObject({ verdict: "unknown", findings: [{ rule: "damaged" }] });
});

test("a stack of a million marks and values is no trouble", async () => {
  expect((await scanBytes("a.pkl", bytes(`${"(".repeat(500_000)}${"N".repeat(500_000)}.`))).verdict).toBe(
    "ok",
  );
});

test("brackets that lie deep in one another end in a verdict", async () => {
  const deep = '{"class_name":"A","config":'.repeat(20_000);
  expect((await scanBytes("config.json", bytes(deep))).verdict).toBe("unknown");
  expect((await scanBytes("a.json", bytes(`${"[".repeat(300_000)}${"]".repeat(300_000)}`))).format).toBe(
    "json",
  );
  const hdf5 = Buffer.concat([bytes("\x89HDF\r\n\x1a\nmodel_config"), bytes(deep)]);
  expect((await scanBytes("a.h5", hdf5)).verdict).toBe("unknown");
});

test("entries of a ZIP archive that lie in one another are read within a limit", async () => {
  const big = Buffer.concat([bytes("\x89HDF\r\n\x1a\n"), Buffer.alloc(8 << 20)]);
  const { findings } = await scanBytes("a.zip", overlapping(big, 200));
  expect(findings.map(({ rule }) => rule)).toContain("limit");
});

test("a tar archive of PyTorch before 0.1.10 is told", async () => {
  expect((await scanBytes("a.tar", fixtureBytes("bad/torch-old.tar"))).format).toBe("pytorch-tar");
});

/** A ZIP archive whose list has the same stored entry again and again. */
function overlapping(content: Buffer, times: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(1, 22);
  const local = Buffer.concat([bytes("PK\x03\x04"), fields, bytes("a"), content]);
  const central = Buffer.concat([bytes("PK\x01\x02\0\0"), fields, Buffer.alloc(14), bytes("a")]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(times, 10);
  end.writeUInt32LE(central.length * times, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, ...Array.from({ length: times }, () => central), end]);
}

test("an import by a name with dots in it is the import that Python makes of it", async () => {
  const inner = "\x80\x04cos\nsystem\n.";
  const handed = `\x80\x04\x8c\x05torch\x8c\x18storage._load_from_bytes\x93C${String.fromCharCode(inner.length)}${inner}\x85R.`;
  expect((await scanBytes("a.pkl", bytes(handed))).lines).toContainEqual(
    expect.stringMatching(/dangerous-import .*os\.system.*part 1/),
  );
});

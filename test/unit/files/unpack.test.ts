import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { unpackInto } from "../../../src/files/unpack.js";
import { bytesSource } from "../../../src/models/byte-source.js";
import { tempFolder } from "../../support/temp-folder.js";

const text = Buffer.from("model ".repeat(20_000));
/** Hashes, which cannot be made shorter. */
const noise = Buffer.concat(
  Array.from({ length: 1600 }, (_, index) => createHash("sha256").update(String(index)).digest()),
);

test.each([
  ["deflate", deflateRawSync(text)],
  ["gzip", gzipSync(text)],
  ["zlib", deflateSync(text)],
] as const)("%s comes out as it went in", async (compression, packed) => {
  const { source, outcome } = await unpackInto(tempFolder())(bytesSource(packed), compression, 1e9);
  expect([outcome, Buffer.from(source.read(0, source.size)).equals(text)]).toEqual(["whole", true]);
});

test("no more comes out than may", async () => {
  const { source, outcome } = await unpackInto(tempFolder())(bytesSource(gzipSync(text)), "gzip", 1000);
  expect([outcome, source.size]).toEqual(["cut", 1000]);
});

test("what is cut off gives what it has", async () => {
  const packed = gzipSync(noise);
  const { source, outcome } = await unpackInto(tempFolder())(
    bytesSource(packed.subarray(0, -2000)),
    "gzip",
    1e9,
  );
  expect(outcome).toBe("whole");
  expect(source.size).toBeGreaterThan(40_000);
  expect(Buffer.from(source.read(0, source.size)).equals(noise.subarray(0, source.size))).toBe(true);
});

test("what is damaged gives what stands before", async () => {
  const packed = Buffer.from(deflateRawSync(noise, { level: 0 }));
  packed.fill(0xff, 10_000, 10_700);
  const broken = Buffer.concat([packed.subarray(0, 20_000), Buffer.from([0xff, 0xff, 0xff, 0xff])]);
  broken[0] = 0;
  const { source } = await unpackInto(tempFolder())(bytesSource(broken), "deflate", 1e9);
  expect(Buffer.from(source.read(0, 5000)).equals(noise.subarray(0, 5000))).toBe(true);
  const nothing = await unpackInto(tempFolder())(
    bytesSource(Buffer.from([0xff, 0xff, 0xff])),
    "deflate",
    1e9,
  );
  expect([nothing.outcome, nothing.source.size]).toEqual(["damaged", 0]);
});

test("much of it goes into a file, which goes away", async () => {
  const parent = join(tempFolder(), "unpacked");
  const large = Buffer.alloc(40 * 1024 * 1024, 7);
  const { source, dispose } = await unpackInto(parent)(bytesSource(gzipSync(large)), "gzip", 1e9);
  expect(source.size).toBe(large.length);
  expect(Buffer.from(source.read(large.length - 3, 100))).toEqual(Buffer.from([7, 7, 7]));
  expect(readdirSync(parent)).toHaveLength(1);
  dispose();
  expect(existsSync(parent) && readdirSync(parent)).toEqual([]);
});

import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFileSource } from "../../../src/files/file-source.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";
import { tempFolder } from "../../support/temp-folder.js";

function fileOf(bytes: Uint8Array): string {
  const path = join(tempFolder(), "data.bin");
  writeFileSync(path, bytes);
  return path;
}

test("gives the bytes of any place, in any order, forwards, far off, and beyond the end", () => {
  const bytes = randomBytes(1_500_000);
  const source = openFileSource(fileOf(bytes));
  const random = new SeededRandom("places of a file");
  const pick = (most: number) => random.below(most);
  let at = 0;
  for (let round = 0; round < 3000; round++) {
    const kind = pick(4);
    if (kind === 0) at = pick(bytes.length + 100);
    const length = kind === 1 ? pick(200_000) : pick(300);
    expect(Buffer.from(source.read(at, length)).equals(bytes.subarray(at, at + length))).toBe(true);
    at += pick(length + 2);
    if (at > bytes.length) at = 0;
  }
  source.close();
});

test("an empty file has no bytes anywhere", () => {
  const source = openFileSource(fileOf(Buffer.alloc(0)));
  expect([source.size, source.read(0, 10).length, source.read(5, 10).length]).toEqual([0, 0, 0]);
  source.close();
});

test("a file that does not exist is told by its path", () => {
  expect(() => openFileSource(join(tempFolder(), "none"))).toThrow(/cannot read .*none/);
});

import { expect, test } from "vitest";
import { fixtureBytes, fixtureNames, scanBytes } from "../../support/model-fixtures.js";

const files = (["good", "bad"] as const)
  .flatMap((folder) => fixtureNames(folder).map((name) => `${folder}/${name}`))
  .filter((path) => path !== "bad/bomb.gz" && path !== "good/rows.pkl");

/** Numbers from 0 to below 2^32, the same in every run. */
function* seeded(seed: number): Generator<number> {
  let state = seed >>> 0;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state;
  }
}

const next = (numbers: Generator<number>): number => numbers.next().value;

test("files that are cut off anywhere are scanned to their end, and what ran before the cut is found", async () => {
  const numbers = seeded(1);
  const verdicts = new Set<string>();
  for (const path of files) {
    const bytes = fixtureBytes(path);
    for (let round = 0; round < 4; round++) {
      const { verdict, findings } = await scanBytes(
        path,
        bytes.subarray(0, next(numbers) % (bytes.length + 1)),
      );
      verdicts.add(verdict);
      if (verdict === "ok") expect(findings.every(({ level }) => level === "note")).toBe(true);
    }
  }
  expect([...verdicts].sort()).toEqual(["ok", "suspicious", "unknown"]);
});

test("files with wrong bytes in them are scanned to their end", async () => {
  const numbers = seeded(2);
  let scanned = 0;
  for (const path of files) {
    const original = fixtureBytes(path);
    for (let round = 0; round < 8; round++) {
      const bytes = Buffer.from(original);
      for (let flip = 0; flip <= round % 4; flip++)
        bytes[next(numbers) % bytes.length] = next(numbers) >>> 24;
      await scanBytes(path, bytes);
      scanned++;
    }
  }
  expect(scanned).toBe(files.length * 8);
});

test("a pickle that runs a program is found wherever it is cut behind the import", async () => {
  const bytes = fixtureBytes("bad/system-4.pkl");
  for (let length = 15; length <= bytes.length; length++) {
    expect((await scanBytes("model.pkl", bytes.subarray(0, length))).verdict).toBe("suspicious");
  }
});

import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { scanRows } from "../../../../../src/app/evals/native/scan-rows.js";
import { sha256Of } from "../../../../../src/core/sha256.js";
import { RowTests } from "../../../../../src/evals/data/row-tests.js";
import { tempFolder } from "../../../../support/temp-folder.js";

setFlagsFromString("--expose-gc");
const collectGarbage: unknown = runInNewContext("gc");

/** Bytes that are in use once what is not has been cleared away. */
function liveHeap(): number {
  if (typeof collectGarbage === "function") collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Rows of a kilobyte. */
function writeRows(path: string, count: number, line: (index: number) => string): void {
  const file = openSync(path, "w");
  for (let index = 0; index < count; index += 1000) {
    writeSync(file, Array.from({ length: 1000 }, (_, more) => line(index + more)).join(""));
  }
  closeSync(file);
}

const rowTests = (id: boolean) =>
  new RowTests({
    ...{
      roles: { slices: [], ...(id && { id: { name: "id", path: ["id"] } }) },
      graders: [],
      tags: [],
      options: {},
    },
    criticalIds: new Set(),
  });

test.each([
  ["a.jsonl", 200_000, (index: number) => `{"id": "case-${index}", "text": "${"x".repeat(970)}"}\n`],
  [
    "a.csv",
    60_000,
    (index: number) => (index === 0 ? "id,text\n" : `case-${index},"${"x, ".repeat(330)}"\n`),
  ],
])(
  "200 MB of JSON Lines, and 60 MB of CSV, are read through without being kept: %s",
  async (name, count, line) => {
    const path = join(tempFolder(), name);
    writeRows(path, count, line);
    const before = liveHeap();
    let [most, seen] = [0, 0];
    const tests = rowTests(true);
    const scan = await scanRows({ path, file: name }, (row, report) => {
      if (++seen % 20_000 === 0) most = Math.max(most, liveHeap() - before);
      return tests.testOf(row, report);
    });
    expect(scan.problems).toEqual([]);
    expect(scan.count).toBe(name === "a.csv" ? count - 1 : count);
    expect(scan.kept).toBeUndefined();
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(64 * 1024 * 1024);
  },
);

test("a small file is kept, and its digest is that of its bytes", async () => {
  const path = join(tempFolder(), "a.jsonl");
  const line = (index: number) => `{"n": ${index}}\n`;
  writeRows(path, 1000, line);
  const tests = rowTests(false);
  const scan = await scanRows({ path, file: "a.jsonl" }, (row, report) => tests.testOf(row, report));
  expect(scan.kept).toHaveLength(1000);
  expect(scan.sha256).toBe(sha256Of(Array.from({ length: 1000 }, (_, index) => line(index)).join("")));
  expect([...scan.columns]).toEqual(["n"]);
});

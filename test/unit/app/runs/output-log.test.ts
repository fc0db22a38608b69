import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { keptOutput, OutputLog, readOutput } from "../../../../src/app/runs/output-log.js";
import { tempFolder } from "../../../support/temp-folder.js";

function logOf(limit: number, chunks: readonly string[]): string {
  const dir = tempFolder();
  const log = new OutputLog(dir, limit);
  for (const chunk of chunks) log.write(Buffer.from(chunk));
  log.close();
  return dir;
}

test("what fits the limit is kept whole, however it came", () => {
  const dir = logOf(20, ["abc", "", "defghijklmnop", "qrst"]);
  expect(keptOutput(dir, 20)).toEqual({
    bytes: Buffer.from("abcdefghijklmnopqrst"),
    written: 20,
    truncated: false,
  });
});

test("of longer output the beginning and the end are kept, from a line's beginning on, with a mark between", () => {
  const lines = Array.from({ length: 1000 }, (_, number) => `line ${number}\n`);
  const dir = logOf(200, lines);
  const { bytes, written, truncated } = keptOutput(dir, 200);
  expect([written, truncated]).toEqual([lines.join("").length, true]);
  const text = bytes.toString();
  expect(text.startsWith(lines.join("").slice(0, 100))).toBe(true);
  expect(text).toMatch(/\n\[mlx: .* of the output were left out here\]\nline \d+\n/);
  expect(text.endsWith("line 998\nline 999\n")).toBe(true);
  expect(bytes.length).toBeLessThan(300);
});

test("never more than one and a half times the limit lies on disk", () => {
  const dir = logOf(
    100,
    Array.from({ length: 500 }, () => "0123456789"),
  );
  const sizes = readdirSync(dir).length;
  expect(sizes).toBeLessThanOrEqual(3);
});

test("one byte is a limit, too", () => {
  expect(keptOutput(logOf(1, ["abcdef"]), 1)).toMatchObject({ written: 6, truncated: true });
});

test("nothing written is nothing kept", () => {
  expect(keptOutput(tempFolder(), 10)).toEqual({ bytes: Buffer.alloc(0), written: 0, truncated: false });
});

test("whoever follows gets what is there from a position on, and learns what is gone", () => {
  const dir = logOf(10, ["0123456789abcdefghijklmnop"]);
  expect(readOutput(dir, 2)).toEqual({ bytes: Buffer.from("234"), next: 5 });
  expect(readOutput(dir, 5)).toEqual({ bytes: Buffer.from("klmno"), next: 25 });
  expect(readOutput(dir, 25)).toEqual({ bytes: Buffer.from("p"), next: 26 });
  expect(readOutput(dir, 26)).toBeUndefined();
});

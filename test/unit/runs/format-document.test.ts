import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatBundle } from "../../../src/runs/bundle.js";
import {
  bundleFormat,
  bundleVersion,
  headerLine,
  parseBundleLine,
  parseRecord,
  pieceSize,
  runLine,
} from "../../../src/runs/exchange/bundle-line.js";
import { recordKey, recordName, recordOfKey } from "../../../src/runs/exchange/record-key.js";

const document = readFileSync(new URL("../../../src/runs/FORMAT.md", import.meta.url), "utf8");
const record = /^```json\n([^`]*)```$/m.exec(document)?.[1] ?? "";

test("the record of FORMAT.md is read, and written again byte for byte under its name", () => {
  const bundle = parseRecord(record);
  expect(formatBundle(bundle)).toBe(record);
  expect(document).toContain(`whose name is \`${recordName(record)}\``);
});

test("a record's key names its run and itself, and nothing else is one", () => {
  const known = { id: parseRecord(record).content.id, name: recordName(record) };
  expect(recordOfKey(recordKey(known))).toEqual(known);
  for (const key of [
    "runs/notes.txt",
    `runs/x/${known.name}.json`,
    `runs/${known.id}/short.json`,
    `runs/${known.id}/${known.name}.json.part`,
  ])
    expect(recordOfKey(key)).toBeUndefined();
});

test("the lines of a file are what the document says", () => {
  expect(headerLine("1.2.3")).toBe(
    `{"format": "${bundleFormat}","mlx": "1.2.3","version": ${bundleVersion}}\n`,
  );
  expect(document).toContain(`at most ${pieceSize} bytes`);
  const bundle = parseRecord(record);
  const line = runLine(bundle);
  expect(line.trimEnd()).not.toContain("\n");
  expect(parseBundleLine(line)).toEqual({ kind: "run", bundle });
});

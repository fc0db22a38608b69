import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unpackInto } from "../../src/files/unpack.js";
import { bytesSource } from "../../src/models/byte-source.js";
import type { FormatReport } from "../../src/models/formats/format-report.js";
import { scanModel } from "../../src/models/scan.js";
import { type Verdict, verdictOf } from "../../src/models/verdict.js";
import { tempFolder } from "./temp-folder.js";

/** Where the Python programs in it have written model files. */
export const modelFixtures = fileURLToPath(new URL("../fixtures/models", import.meta.url));

/** The names of the files of a folder of fixtures, sorted. */
export function fixtureNames(folder: "good" | "bad"): string[] {
  return readdirSync(join(modelFixtures, folder)).sort();
}

export function fixtureBytes(path: string): Buffer {
  return readFileSync(join(modelFixtures, path));
}

export interface Scanned extends FormatReport {
  readonly verdict: Verdict;
  /** `level rule what (where)`. */
  readonly lines: readonly string[];
}

/** Scans bytes as a file of that name. */
export async function scanBytes(name: string, bytes: Uint8Array): Promise<Scanned> {
  const report = await scanModel(name, bytesSource(bytes), unpackInto(tempFolder()), async () => undefined);
  const { findings } = report;
  return {
    ...report,
    verdict: verdictOf(findings.map(({ level }) => level)),
    lines: findings.map(({ level, rule, what, where }) => `${level} ${rule} ${what} (${where})`),
  };
}

export function scanFixture(path: string): Promise<Scanned> {
  return scanBytes(path, fixtureBytes(path));
}

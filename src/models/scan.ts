import { compressionOf, foreignCompression, scanCompressed } from "./archives/scan-compressed.js";
import { scanTar } from "./archives/scan-tar.js";
import { scanZip } from "./archives/scan-zip.js";
import { isTar } from "./archives/tar.js";
import { readZipDirectory } from "./archives/zip-directory.js";
import { BrokenBytes } from "./broken-bytes.js";
import type { ByteSource } from "./byte-source.js";
import type { FormatReport } from "./formats/format-report.js";
import { readerOf } from "./formats/readers.js";
import { PickleBudget } from "./pickle/walk-budget.js";
import { isOnlyPickleName, isPickleName, pickleReport } from "./pickle-report.js";
import { deepest, limitFinding, type Pause, type ScanContext, UnpackBudget } from "./scan-context.js";
import type { Unpack } from "./unpack.js";
import { atByte, type ModelFinding } from "./verdict.js";

/**
 * What a model file is, what is known of it and what there is to say against it. Nothing of it is loaded or run.
 * @param name with its folders; of use where the bytes alone do not tell. @param pause called now and then.
 */
export function scanModel(
  name: string,
  source: ByteSource,
  unpack: Unpack,
  pause: Pause,
): Promise<FormatReport> {
  return scanSource(name, source, {
    unpack,
    budget: UnpackBudget.forFile(source.size),
    pickles: new PickleBudget(),
    pause,
    depth: 0,
    scan: scanSource,
  });
}

async function scanSource(name: string, source: ByteSource, context: ScanContext): Promise<FormatReport> {
  if (source.size === 0) return { format: "empty", findings: [], facts: {} };
  if (context.depth > deepest) {
    const finding = limitFinding("archives lie deeper in one another than mlx opens");
    return { format: "unread", findings: [finding], facts: {} };
  }
  const head = source.read(0, 16).slice();
  if (head[0] === 0x50 && head[1] === 0x4b) return scanZip(source, context);
  if (isTar(source)) return withPickleInFront(await scanTar(source, context), source, head, context);
  const compression = compressionOf(head);
  const unpacked = compression && (await scanCompressed(name, source, compression, context));
  const report = unpacked ?? (await scanPlain(name, source, head, context));
  return withAppendedArchive(report, source, context);
}

/** A file that is not packed in anything. */
async function scanPlain(
  name: string,
  source: ByteSource,
  head: Uint8Array,
  context: ScanContext,
): Promise<FormatReport> {
  const reader = readerOf(head, source, name);
  if (reader?.certain) {
    const report = await attempt(reader.format, () => reader.read(source, name, context));
    return withPickleInFront(report, source, head, context);
  }
  const pickle = await pickleReport(name, source, head, context);
  if (pickle !== undefined) return pickle;
  if (reader !== undefined) {
    const report = await attempt(reader.format, () => reader.read(source, name, context));
    return isOnlyPickleName(name) ? { ...report, findings: [...report.findings, noPickle] } : report;
  }
  const packed = foreignCompression(head);
  if (packed !== undefined) return unread(packed, `it is packed with ${packed}, which mlx does not read`);
  if ((head[0] === 0x7f && head[1] === 0x45) || (head[0] === 0x4d && head[1] === 0x5a))
    return unread("program", "it is a program, which mlx does not judge");
  return unread(
    "unknown",
    isPickleName(name) ? "it is no pickle, and nothing else that mlx reads" : "it is nothing that mlx reads",
  );
}

const noPickle: ModelFinding = {
  rule: "misleading-name",
  level: "unknown",
  what: "its name says that it is a pickle, which it is not",
  where: "",
};

/** A reader that gives up has not read the file: it is unknown, and says where. */
async function attempt(
  format: string,
  read: () => FormatReport | Promise<FormatReport>,
): Promise<FormatReport> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof BrokenBytes)) throw error;
    const finding: ModelFinding = {
      rule: "damaged",
      level: "unknown",
      what: error.message,
      where: atByte(error.at),
    };
    return { format, findings: [finding], facts: {} };
  }
}

function unread(format: string, what: string): FormatReport {
  const rule = format === "program" ? "program" : "unread";
  return { format, findings: [{ rule, level: "unknown", what, where: "" }], facts: {} };
}

/** A header may be a pickle at the same time: the first name in a tar archive, or the numbers behind `GGUF`. */
async function withPickleInFront(
  report: FormatReport,
  source: ByteSource,
  head: Uint8Array,
  context: ScanContext,
): Promise<FormatReport> {
  const pickle = await pickleReport("", source, head, context);
  const dangers = pickle?.findings.filter(({ level }) => level === "suspicious") ?? [];
  const limits = pickle?.findings.filter(({ rule }) => rule === "limit") ?? [];
  if (dangers.length === 0) return { ...report, findings: [...report.findings, ...limits] };
  const what = `what looks like ${report.format} is a pickle at the same time`;
  const finding: ModelFinding = { rule: "hidden-entry", level: "suspicious", what, where: "" };
  return { ...report, findings: [...report.findings, finding, ...dangers] };
}

/** Python's zipfile finds an archive at the end of anything. */
async function withAppendedArchive(
  report: FormatReport,
  source: ByteSource,
  context: ScanContext,
): Promise<FormatReport> {
  if (!hasAppendedArchive(source)) return report;
  const archive = await scanZip(source, context);
  const what = `a ZIP archive (${archive.format}) stands behind what looks like ${report.format}`;
  const finding: ModelFinding = { rule: "hidden-entry", level: "suspicious", what, where: "" };
  return { ...report, findings: [...report.findings, finding, ...archive.findings] };
}

function hasAppendedArchive(source: ByteSource): boolean {
  try {
    const directory = readZipDirectory(source);
    return directory !== undefined && directory.entries.length > 0;
  } catch (error) {
    if (error instanceof BrokenBytes) return false;
    throw error;
  }
}

import { displayPath } from "../../core/visible-text.js";
import { BrokenBytes } from "../broken-bytes.js";
import { type ByteSource, partOf } from "../byte-source.js";
import { FindingList } from "../finding-list.js";
import type { FormatReport } from "../formats/format-report.js";
import { isNpy, readNpy } from "../formats/npy.js";
import { limitFinding, type ScanContext } from "../scan-context.js";
import { atByte, type ModelFinding, within } from "../verdict.js";
import { archiveKind, isRawTensor } from "./archive-kind.js";
import { leadsOutside } from "./entry-path.js";
import { mergedFacts } from "./merge-facts.js";
import { hiddenEntries, type LocatedEntry, locateEntry } from "./zip-content.js";
import { readZipDirectory, type ZipDirectory, type ZipEntry } from "./zip-directory.js";

const npyHead = 1 << 16;

/** A ZIP archive and all that is in it, what no list mentions too. */
export async function scanZip(source: ByteSource, context: ScanContext): Promise<FormatReport> {
  const findings = new FindingList();
  const directory = openDirectory(source, findings);
  const located: LocatedEntry[] = [];
  for (const entry of directory?.entries ?? []) {
    try {
      located.push(locateEntry(source, entry));
    } catch (error) {
      if (!(error instanceof BrokenBytes)) throw error;
      findings.add(damaged(error, displayPath(entry.name)));
    }
  }
  const hidden = hiddenEntries(source, directory, located);
  if (directory === undefined && hidden.length === 0) {
    const what = "it has no list of entries, and no entry is found without";
    return {
      format: "zip",
      findings: [...findings.all, { rule: "unread", level: "unknown", what, where: "" }],
      facts: {},
    };
  }
  const kind = archiveKind([...located, ...hidden].map(({ entry }) => entry.name));
  const reports: { name: string; report: FormatReport }[] = [];
  for (const place of located) {
    if (place.entry.name.endsWith("/") && place.dataEnd === place.dataStart) continue;
    const report = await scanEntry(source, place, kind, context);
    reports.push({ name: place.entry.name, report });
    findings.add(...named(place.entry, report.findings), ...entryFindings(place));
    if (context.budget.entries < 0) break;
  }
  for (const place of hidden) {
    const report = await scanEntry(source, place, kind, context);
    reports.push({ name: place.entry.name, report });
    findings.add(hiddenFinding(place, directory), ...named(place.entry, report.findings));
  }
  findings.add(...doubledNames(located), ...(await beforeArchive(source, directory, context)));
  return { format: kind.format, findings: findings.all, facts: mergedFacts(kind, reports) };
}

function openDirectory(source: ByteSource, findings: FindingList): ZipDirectory | undefined {
  try {
    const directory = readZipDirectory(source);
    if (directory !== undefined) return directory;
    findings.add({
      rule: "damaged",
      level: "unknown",
      what: "the archive has no list of its entries",
      where: "",
    });
  } catch (error) {
    if (!(error instanceof BrokenBytes)) throw error;
    findings.add(damaged(error, ""));
  }
  return undefined;
}

function damaged(error: BrokenBytes, entry: string): ModelFinding {
  const where = entry === "" ? atByte(error.at) : entry;
  return { rule: "damaged", level: "unknown", what: `the archive is damaged: ${error.message}`, where };
}

function named({ name }: ZipEntry, findings: readonly ModelFinding[]): ModelFinding[] {
  return findings.map((finding) => within(displayPath(name), finding));
}

function entryFindings({ entry, contradictions }: LocatedEntry): ModelFinding[] {
  const where = displayPath(entry.name);
  const found: ModelFinding[] = contradictions.map((what) => ({
    rule: "hidden-entry",
    level: /calls it|encrypted/.test(what) ? "suspicious" : "unknown",
    what: `programs read this entry differently: ${what}`,
    where,
  }));
  if (leadsOutside(entry.name))
    found.push({ rule: "unsafe-path", level: "suspicious", what: "its name leads out of the folder", where });
  return found;
}

function hiddenFinding({ entry }: LocatedEntry, directory: ZipDirectory | undefined): ModelFinding {
  const where = displayPath(entry.name);
  const what = "the entry stands in the file but not in the list of entries";
  return { rule: "hidden-entry", level: directory === undefined ? "unknown" : "suspicious", what, where };
}

function doubledNames(located: readonly LocatedEntry[]): ModelFinding[] {
  const seen = new Set<string>();
  const doubled = located.find(({ entry }) => seen.size === seen.add(entry.name).size);
  if (doubled === undefined) return [];
  const what = "two entries have this name, and programs differ in which they take";
  return [{ rule: "hidden-entry", level: "unknown", what, where: displayPath(doubled.entry.name) }];
}

/** What stands before the archive may be a file of its own: a loader that begins at the front reads that one. */
async function beforeArchive(
  source: ByteSource,
  directory: ZipDirectory | undefined,
  context: ScanContext,
): Promise<ModelFinding[]> {
  if (directory === undefined || directory.prefix === 0 || context.depth > 0) return [];
  const front = partOf(source, 0, directory.prefix);
  if (front.read(0, 2)[0] === 0x50 && front.read(0, 2)[1] === 0x4b) {
    const inner = await context.scan("", front, { ...context, depth: context.depth + 1 });
    return inner.findings.map((finding) => within("before the archive", finding));
  }
  return [];
}

async function scanEntry(
  source: ByteSource,
  { entry, dataStart, dataEnd }: LocatedEntry,
  kind: ReturnType<typeof archiveKind>,
  context: ScanContext,
): Promise<FormatReport> {
  const packed = partOf(source, dataStart, dataEnd - dataStart);
  const alone = (finding: ModelFinding): FormatReport => ({
    format: "unread",
    findings: [finding],
    facts: {},
  });
  if (--context.budget.entries < 0) return alone(limitFinding("the archive has more entries than mlx reads"));
  const inner = { ...context, depth: context.depth + 1 };
  if (entry.method === 0 && isRawTensor(kind, entry.name, packed))
    return { format: "tensor", findings: [], facts: {} };
  if (entry.method === 0) {
    // Entries may lie in one another: a small file would keep the scan busy for days.
    context.budget.left -= packed.size;
    if (context.budget.left < 0) return alone(limitFinding("the archive has more bytes than mlx reads"));
    const report = await context.scan(entry.name, packed, inner);
    return entry.encrypted ? withEncrypted(report) : report;
  }
  if (entry.method !== 8) {
    const what = `it is compressed by method ${entry.method}, which mlx does not read`;
    return alone({ rule: "unread", level: "unknown", what, where: "" });
  }
  const head = await headReport(packed, entry, context);
  if (head !== undefined) return head;
  const unpacked = await context.unpack(packed, "deflate", context.budget.left);
  try {
    context.budget.left -= unpacked.source.size;
    const report = await context.scan(entry.name, unpacked.source, inner);
    const extra = [
      ...(unpacked.outcome === "damaged"
        ? [{ rule: "damaged", level: "unknown", what: "it cannot be unpacked whole", where: "" } as const]
        : []),
      ...(unpacked.outcome === "cut" ? [limitFinding("it unpacks to more than mlx reads")] : []),
    ];
    const whole = { ...report, findings: [...report.findings, ...extra] };
    return entry.encrypted ? withEncrypted(whole) : whole;
  } finally {
    unpacked.dispose();
  }
}

/** Of a compressed array the header is enough, unless a pickle follows it. */
async function headReport(
  packed: ByteSource,
  { name }: ZipEntry,
  context: ScanContext,
): Promise<FormatReport | undefined> {
  if (!name.endsWith(".npy")) return undefined;
  const head = await context.unpack(packed, "deflate", npyHead);
  try {
    if (!isNpy(head.source.read(0, 8))) return undefined;
    const report = await readNpy(head.source, name, context);
    return report.findings.length === 0 && report.facts.imports === undefined ? report : undefined;
  } catch (error) {
    if (error instanceof BrokenBytes) return undefined;
    throw error;
  } finally {
    head.dispose();
  }
}

function withEncrypted(report: FormatReport): FormatReport {
  const what = "it is marked as encrypted: a program with the password reads something else";
  return { ...report, findings: [...report.findings, { rule: "unread", level: "unknown", what, where: "" }] };
}

import { displayPath } from "../../core/visible-text.js";
import { BrokenBytes } from "../broken-bytes.js";
import { type ByteSource, partOf } from "../byte-source.js";
import { FindingList } from "../finding-list.js";
import type { FormatReport } from "../formats/format-report.js";
import { limitFinding, type ScanContext } from "../scan-context.js";
import { atByte, type ModelFinding, within } from "../verdict.js";
import { leadsOutside } from "./entry-path.js";
import { mergedFacts } from "./merge-facts.js";
import { readTar, type TarEntry } from "./tar.js";

/** A tar archive and all that is in it. That of PyTorch before 0.1.10 is one too. */
export async function scanTar(source: ByteSource, context: ScanContext): Promise<FormatReport> {
  const findings = new FindingList();
  const reports: { name: string; report: FormatReport }[] = [];
  const inner = { ...context, depth: context.depth + 1 };
  try {
    for (const entry of readTar(source)) {
      if (--context.budget.entries < 0) {
        findings.add(limitFinding("the archive has more entries than mlx reads"));
        break;
      }
      findings.add(...entryFindings(entry));
      if (entry.kind !== "file") continue;
      const report = await context.scan(entry.name, partOf(source, entry.dataStart, entry.size), inner);
      reports.push({ name: entry.name, report });
      findings.add(...report.findings.map((finding) => within(displayPath(entry.name), finding)));
    }
  } catch (error) {
    if (!(error instanceof BrokenBytes)) throw error;
    findings.add({
      rule: "damaged",
      level: "unknown",
      what: `the archive is damaged: ${error.message}`,
      where: atByte(error.at),
    });
  }
  const names = new Set(reports.map(({ name }) => name.replace(/^\.\//, "")));
  const isTorch = ["pickle", "storages", "tensors", "sys_info"].every((name) => names.has(name));
  const facts = mergedFacts({ format: isTorch ? "pytorch" : "zip" }, reports);
  return { format: isTorch ? "pytorch-tar" : "tar", findings: findings.all, facts };
}

function entryFindings({ name, kind, target }: TarEntry): ModelFinding[] {
  const where = displayPath(name);
  const found: ModelFinding[] = [];
  if (leadsOutside(name))
    found.push({ rule: "unsafe-path", level: "suspicious", what: "its name leads out of the folder", where });
  if (kind === "link" && leadsOutside(target))
    found.push({
      rule: "unsafe-path",
      level: "suspicious",
      what: `it is a link out of the folder, to ${displayPath(target)}`,
      where,
    });
  if (kind === "sparse" || kind === "other")
    found.push({
      rule: "unread",
      level: "unknown",
      what: "it is an entry of a kind that mlx does not read",
      where,
    });
  return found;
}

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { systemCode } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { applyEdits } from "../../prompts/lint/apply-edits.js";
import type { LintFinding, TextEdit } from "../../prompts/lint/lint-finding.js";
import { isRegistryPath } from "../../registry/paths.js";
import { writeWorktreeFile } from "../../workspace/worktree-file.js";
import type { App } from "../app.js";
import type { LintReport } from "./lint-prompts.js";

/** What was mended, or would be. */
export interface Fixed {
  readonly findings: readonly LintFinding[];
  /** Files that changed while they were read: nothing was written to them. */
  readonly changed: readonly string[];
}

const mark = "\ufeff";

/**
 * Mends what can be mended without asking: each file is written whole, and only if it still is what was looked at. Published
 * versions are left alone.
 */
export async function fixPrompts(app: App, report: LintReport, dryRun: boolean): Promise<Fixed> {
  const { root } = await app.workspace();
  const fixed: LintFinding[] = [];
  const changed: string[] = [];
  const fixable = report.findings.filter(({ fix }) => fix !== undefined);
  for (const [file, findings] of groupBy(fixable, (finding) => finding.file)) {
    const source = report.sources.get(file);
    if (!source || isRegistryPath(file)) continue;
    const path = file.startsWith("/") ? resolve(file) : join(root, file);
    const now = readText(path);
    if (now === undefined || withoutMark(now) !== source.text) {
      changed.push(file);
      continue;
    }
    const edits: readonly TextEdit[] = findings.flatMap(({ fix }) => (fix?.kind === "edit" ? fix.edits : []));
    const keepsMark = now.startsWith(mark) && !findings.some(({ fix }) => fix?.kind === "mark");
    const text = (keepsMark ? mark : "") + applyEdits(source.text, edits);
    if (!dryRun && text !== now) writeWorktreeFile(root, path, text);
    fixed.push(...findings);
  }
  return { findings: fixed, changed };
}

function readText(path: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

function withoutMark(text: string): string {
  return text.startsWith(mark) ? text.slice(mark.length) : text;
}

import { createHash } from "node:crypto";
import { compareBytes } from "../../core/byte-order.js";
import { decodeUtf8 } from "../../registry/format/parsed.js";
import { type Baseline, baselineVersion, casesEnd, headerText } from "./baseline.js";
import { readHeader } from "./baseline-header.js";
import { baselineProblem, conflicted, newerBaseline, notJson } from "./baseline-problem.js";
import { CaseProblem, caseLine, readCase } from "./case-line.js";
import { SharedValues } from "./shared-values.js";
import type { CaseOutcome } from "./types.js";

const casesBegin = '\n  "cases": [\n';

/**
 * Reads a baseline strictly: there is one valid text for it but for CRLF line ends, so any byte that was changed shows.
 * @param file for messages, from the repository's top.
 * @throws {MlxError} `MLX_BASELINE_DAMAGED`, `MLX_BASELINE_CONFLICT`, `MLX_BASELINE_NEWER`, exit 2, with the place.
 */
export function readBaseline(bytes: Uint8Array, file: string): Baseline {
  const decoded = decodeUtf8(bytes);
  if (decoded === undefined) throw baselineProblem(file, "is not UTF-8 text");
  // Git on Windows checks text out with CRLF, and bringing the file back would do so again. Values escape theirs.
  const text = decoded.replaceAll("\r\n", "\n");
  const marker = /^(?:<{7}|={7}|>{7}|\|{7})/m.exec(text);
  if (marker) throw conflicted(file, text, marker.index);
  const version = /^ {2}"mlx": (\d+),?$/m.exec(text);
  if (version !== null && Number(version[1]) > baselineVersion)
    throw newerBaseline(file, text, version.index + 2);
  const start = text.indexOf(casesBegin);
  if (start === -1) throw notInForm(file, text);
  const first = start + casesBegin.length;
  const header = headerOf(file, text, start, first);
  const cases = casesOf(file, text, first);
  requireDigest(file, text, header.digest);
  const { digest: _, ...fields } = header;
  return { ...fields, cases };
}

/** What is no JSON is told where it goes wrong. */
function notInForm(file: string, text: string) {
  try {
    const value: unknown = JSON.parse(text);
    const version: unknown = typeof value === "object" && value !== null && Reflect.get(value, "mlx");
    if (typeof version === "number" && version > baselineVersion) return newerBaseline(file, text, 0);
    return baselineProblem(file, "is not in the form in which mlx writes a baseline", text, 0);
  } catch (error) {
    return notJson(file, text, 0, text, error);
  }
}

function headerOf(file: string, text: string, start: number, first: number) {
  const source = `${text.slice(0, start).replace(/,$/, "")}\n}\n`;
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw notJson(file, text, 0, source, error);
  }
  const header = readHeader(value, file, text);
  const { digest, ...fields } = header;
  const wanted = headerText(fields, digest);
  if (wanted !== text.slice(0, first)) throw otherForm(file, text, 0, wanted);
  return header;
}

function casesOf(file: string, text: string, first: number): readonly CaseOutcome[] {
  const shared = new SharedValues();
  const cases: CaseOutcome[] = [];
  for (let at = first; ; ) {
    const end = text.indexOf("\n", at);
    if (end === -1) throw notInForm(file, text);
    const more = text[end - 1] === ",";
    const line = text.slice(at, more ? end - 1 : end);
    const outcome = caseOf(file, text, at, line, shared);
    const before = cases.at(-1);
    if (before !== undefined) requireOrder(file, text, at, before, outcome);
    cases.push(outcome);
    at = end + 1;
    if (more) continue;
    if (text.slice(at) !== casesEnd) throw otherForm(file, text, at, casesEnd);
    return cases;
  }
}

function caseOf(file: string, text: string, at: number, line: string, shared: SharedValues): CaseOutcome {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    // Its lines may have been broken otherwise.
    throw isJson(text) ? otherForm(file, text, at, '    {"id"') : notJson(file, text, at, line, error);
  }
  let outcome: CaseOutcome;
  try {
    outcome = readCase(value, shared);
  } catch (error) {
    if (!(error instanceof CaseProblem)) throw error;
    const key = Math.max(0, line.indexOf(`${JSON.stringify(error.key)}:`));
    throw baselineProblem(file, `holds a case that is none: ${error.message}`, text, at + key);
  }
  const wanted = `    ${caseLine(outcome)}`;
  if (wanted !== line) throw otherForm(file, text, at, wanted);
  return outcome;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function requireOrder(file: string, text: string, at: number, before: CaseOutcome, after: CaseOutcome): void {
  const order =
    compareBytes(before.prompt, after.prompt) ||
    compareBytes(before.provider, after.provider) ||
    compareBytes(before.id, after.id);
  if (order < 0) return;
  const name = JSON.stringify(after.id);
  const problem = order === 0 ? `holds the case ${name} twice` : `holds the case ${name} out of order`;
  throw baselineProblem(file, problem, text, at + 4);
}

function requireDigest(file: string, text: string, digest: string): void {
  const line = `  "digest": "${digest}",\n`;
  const at = text.indexOf(line);
  const hash = createHash("sha256")
    .update(text.slice(0, at))
    .update(text.slice(at + line.length));
  const found = hash.digest("hex");
  if (found === digest) return;
  throw baselineProblem(
    file,
    `was changed after it was written: its digest does not fit what it holds (it would be ${found.slice(0, 12)}…)`,
    text,
    at + 2,
  );
}

function otherForm(file: string, text: string, from: number, wanted: string) {
  let at = 0;
  while (at < wanted.length && text[from + at] === wanted[at]) at++;
  return baselineProblem(
    file,
    "was changed after it was written: it is not in the form in which mlx writes it",
    text,
    from + at,
  );
}

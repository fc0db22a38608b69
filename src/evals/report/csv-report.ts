import { caseReason } from "../case-reason.js";
import { outputText } from "../output-text.js";
import type { CaseResult } from "../types.js";
import type { Report } from "./report.js";

/** Names of columns that only the results tell. */
export class CsvColumns {
  readonly #vars = new Set<string>();
  readonly #metrics = new Set<string>();

  add({ vars, namedScores }: CaseResult): void {
    for (const name of Object.keys(vars)) this.#vars.add(name);
    for (const name of Object.keys(namedScores)) this.#metrics.add(name);
  }

  get vars(): readonly string[] {
    return [...this.#vars];
  }

  get metrics(): readonly string[] {
    return [...this.#metrics];
  }
}

/** One row a case, by RFC 4180. @param columns of all results, which were read before. */
export function csvReport(columns: CsvColumns): Report {
  const { vars, metrics } = columns;
  const headings = [
    ...["id", "prompt", "provider", "repeat", "status", "score", "reason", "output"],
    ...vars.map((name) => `vars.${name}`),
    ...metrics.map((name) => `metrics.${name}`),
    ...["latencyMs", "costUsd"],
  ];
  return {
    begin: () => line(headings),
    add: (result) => line(cells(result, vars, metrics)),
    end: () => "",
  };
}

function cells(result: CaseResult, vars: readonly string[], metrics: readonly string[]): readonly Cell[] {
  const { id, prompt, provider, repeat, status, score, output, latencyMs, costUsd } = result;
  const reason = status === "passed" ? "" : caseReason(result);
  return [
    ...[id, prompt, provider, repeat, status, score, reason, outputText(output)],
    ...vars.map((name) => (Object.hasOwn(result.vars, name) ? cellOf(result.vars[name]) : undefined)),
    ...metrics.map((name) =>
      Object.hasOwn(result.namedScores, name) ? result.namedScores[name] : undefined,
    ),
    ...[latencyMs, costUsd],
  ];
}

type Cell = string | number | undefined;

function cellOf(value: CaseResult["vars"][string] | undefined): Cell {
  if (value === null || value === undefined) return undefined;
  return typeof value === "number" ? value : outputText(value);
}

function line(row: readonly Cell[]): string {
  return `${row.map(cellText).join(",")}\r\n`;
}

/** What a spreadsheet takes for a formula begins so, full-width forms included. A quote before it makes it text again. */
const formula = /^[=+\-@\t\r＝＋－＠]/;

function cellText(cell: Cell): string {
  if (cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

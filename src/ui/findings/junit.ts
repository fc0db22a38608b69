import type { Finding } from "../../core/finding.js";
import { xmlText } from "../../core/xml-text.js";

export interface JunitInput {
  readonly findings: readonly Finding[];
  /** Every file that was looked at: one without findings is a test that passed. */
  readonly files: readonly string[];
  /** What the report is of, such as `mlx prompt lint`. */
  readonly name: string;
}

/** A report as JUnit's XML, which CI servers show as tests: an error is a test that failed, the rest passes with a remark. */
export function junitXml({ findings, files, name }: JunitInput): string {
  const byFile = new Map<string, Finding[]>(files.map((file) => [file, []]));
  for (const finding of findings) byFile.set(finding.file, [...(byFile.get(finding.file) ?? []), finding]);
  const suites = [...byFile].map(([file, found]) => suite(file, found));
  const tests = suites.reduce((sum, it) => sum + it.tests, 0);
  const failures = suites.reduce((sum, it) => sum + it.failures, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xmlText(name)}" tests="${tests}" failures="${failures}">`,
    ...suites.map(({ xml }) => xml),
    "</testsuites>",
  ].join("\n");
}

function suite(file: string, findings: readonly Finding[]): { xml: string; tests: number; failures: number } {
  const failures = findings.filter(({ severity }) => severity === "error").length;
  const tests = Math.max(1, findings.length);
  const cases =
    findings.length === 0
      ? [`    <testcase classname="${xmlText(file)}" name="no findings"/>`]
      : findings.map(testCase);
  const head = `  <testsuite name="${xmlText(file)}" tests="${tests}" failures="${failures}">`;
  return { xml: [head, ...cases, "  </testsuite>"].join("\n"), tests, failures };
}

function testCase({ rule, severity, file, line, column, message, hint }: Finding): string {
  const place = `${file}:${line}:${column}`;
  const text = xmlText([`${place}: ${message}`, ...(hint === undefined ? [] : [`hint: ${hint}`])].join("\n"));
  const content =
    severity === "error"
      ? `<failure type="${xmlText(rule)}" message="${xmlText(message)}">${text}</failure>`
      : `<system-out>${severity}: ${text}</system-out>`;
  const name = xmlText(`${rule} at ${line}:${column}`);
  return `    <testcase classname="${xmlText(file)}" name="${name}" file="${xmlText(file)}" line="${line}">${content}</testcase>`;
}

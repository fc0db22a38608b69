import { xmlText } from "../../core/xml-text.js";
import type { CheckedData, CheckedPart } from "../../drift/checked.js";
import type { DriftVerdict } from "../../drift/verdict.js";

interface Case {
  readonly name: string;
  readonly verdict: DriftVerdict;
  readonly reason: string;
}

/** A check as JUnit's XML: a column, a window or a segment is a test, which fails where it drifts and is skipped where nothing can be said. */
export function checkJunit({ monitor, report, windows, segments = [], performance }: CheckedData): string {
  const part = ({ label, verdict, reason }: CheckedPart): Case => ({ name: label, verdict, reason });
  const suites = [
    { name: monitor, cases: report.columns.map(({ name, verdict, reason }) => ({ name, verdict, reason })) },
    ...(windows ? [{ name: `${monitor} by ${windows.column}`, cases: windows.parts.map(part) }] : []),
    ...segments.map(({ column, parts }) => ({ name: `${monitor} by ${column}`, cases: parts.map(part) })),
    ...(performance
      ? [{ name: `${monitor}: predictions`, cases: [{ name: performance.prediction, ...performance }] }]
      : []),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="mlx drift check" ${counts(all)}>`,
    ...suites.map(({ name, cases }) => suite(name, cases)),
    "</testsuites>",
  ].join("\n");
}

function counts(cases: readonly Case[]): string {
  const number = (verdict: DriftVerdict) => cases.filter((each) => each.verdict === verdict).length;
  return `tests="${cases.length}" failures="${number("drift")}" skipped="${number("inconclusive")}"`;
}

function suite(name: string, cases: readonly Case[]): string {
  const tests = cases.map((each) => testCase(name, each));
  return [`  <testsuite name="${xmlText(name)}" ${counts(cases)}>`, ...tests, "  </testsuite>"].join("\n");
}

function testCase(suiteName: string, { name, verdict, reason }: Case): string {
  const head = `    <testcase classname="${xmlText(suiteName)}" name="${xmlText(name)}"`;
  const said = xmlText(reason);
  if (verdict === "drift")
    return `${head}><failure type="drift" message="${said}">${said}</failure></testcase>`;
  if (verdict === "inconclusive") return `${head}><skipped message="${said}"/></testcase>`;
  if (verdict === "warning") return `${head}><system-out>warning: ${said}</system-out></testcase>`;
  return `${head}/>`;
}

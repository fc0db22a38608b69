import { xmlText } from "../../core/xml-text.js";
import { caseReason } from "../case-reason.js";
import { comparisonSentence } from "../outcomes/comparison-text.js";
import { outputText } from "../output-text.js";
import type { CombinationSummary } from "../summary.js";
import type { CaseResult } from "../types.js";
import type { ReportedEvaluation } from "./report.js";

/** Longer outputs are cut: servers keep reports of tests in memory. */
const longest = 4000;

/**
 * Results as JUnit's XML: a suite for each prompt and provider, in which a case that failed is a failure and one that could not
 * be graded an error. Cases of different suites come mixed, so the caller puts them in order.
 */
export class JunitReport {
  readonly #suites: ReadonlyMap<string, number>;

  constructor(private readonly evaluation: ReportedEvaluation) {
    this.#suites = new Map(
      evaluation.summary.combinations.map(({ prompt, provider }, index) => [keyOf(prompt, provider), index]),
    );
  }

  get begin(): string {
    const { suite, summary } = this.evaluation;
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xmlText(suite)}" ${counts(summary)}>\n`;
  }

  /** What stands before the cases of each suite. */
  get suites(): readonly string[] {
    const properties = propertiesOf(this.evaluation);
    return this.evaluation.summary.combinations.map(
      (combination) =>
        `  <testsuite name="${xmlText(suiteName(combination))}" ${counts(combination)}>\n${properties}`,
    );
  }

  readonly suiteEnd = "  </testsuite>\n";
  readonly end = "</testsuites>\n";

  /** The place among `suites` of the one that a case belongs to. */
  suiteOf({ prompt, provider }: CaseResult): number {
    const index = this.#suites.get(keyOf(prompt, provider));
    if (index === undefined) throw new RangeError(`no suite for ${prompt} and ${provider}`);
    return index;
  }

  testCase(result: CaseResult): string {
    const { id, description, latencyMs, at } = result;
    const attributes = [
      ["classname", suiteName(result)],
      ["name", description === undefined ? id : `${id}: ${description}`],
      ...(latencyMs === undefined ? [] : [["time", (latencyMs / 1000).toFixed(3)]]),
      ...(at
        ? [
            ["file", at.file],
            ["line", String(at.line)],
          ]
        : []),
    ];
    const head = `    <testcase ${attributes.map(([name, value = ""]) => `${name}="${xmlText(value)}"`).join(" ")}`;
    if (result.status === "passed") return `${head}/>\n`;
    const element = result.status === "failed" ? "failure" : "error";
    const type = result.status === "failed" ? failedType(result) : (result.error?.code ?? "error");
    const reason = xmlText(caseReason(result));
    const content = `<${element} type="${xmlText(type)}" message="${reason}">${xmlText(told(result))}</${element}>`;
    return `${head}>${content}</testcase>\n`;
  }
}

function keyOf(prompt: string, provider: string): string {
  return JSON.stringify([prompt, provider]);
}

function suiteName({ prompt, provider }: Pick<CombinationSummary, "prompt" | "provider">): string {
  return `${prompt} × ${provider}`;
}

function counts({ total, failed, errored }: { total: number; failed: number; errored: number }): string {
  return `tests="${total}" failures="${failed}" errors="${errored}"`;
}

/** What the whole evaluation says against its baseline: servers show properties of suites alone. */
function propertiesOf({ against }: ReportedEvaluation): string {
  if (against === undefined) return "";
  const { baseline, comparison } = against;
  const facts = [
    ["baseline", baseline.path],
    ["baseline.evaluation", baseline.evaluation],
    ["comparison.verdict", comparison.verdict ?? "incomparable"],
    ["comparison", comparisonSentence(comparison)],
  ];
  const lines = facts.map(
    ([name = "", value = ""]) => `      <property name="${xmlText(name)}" value="${xmlText(value)}"/>\n`,
  );
  return `    <properties>\n${lines.join("")}    </properties>\n`;
}

function failedType({ grades }: CaseResult): string {
  return grades.find(({ status }) => status === "failed")?.type ?? "threshold";
}

function told(result: CaseResult): string {
  const output = outputText(result.output);
  const shown = output.length > longest ? `${output.slice(0, longest)}…` : output;
  return [
    ...(result.error ? [result.error.message] : []),
    ...result.grades
      .filter(({ status }) => status !== "passed")
      .map(({ type, reason }) => `${type}: ${reason}`),
    ...(shown === "" ? [] : [`output: ${shown}`]),
  ].join("\n");
}

import type { GateVerdict } from "../../app/registry/judge-gate.js";
import { codeSpan, markdownTable } from "../../evals/report/markdown-text.js";
import { gateReason } from "../../registry/events/event-text.js";
import { gateSummary } from "./gate-summary.js";

/** The verdict as Markdown, for a comment on a pull request. */
export function gateMarkdown(verdict: GateVerdict): string {
  const { gates, name, version, alias, passed } = verdict;
  const rows = gates.map((outcome) => [
    outcome.passed ? "passed" : "**failed**",
    codeSpan(outcome.gate, 200),
    codeSpan(gateReason(outcome), 600),
  ]);
  const next = gates.flatMap(({ gate, passed: good, hint }) =>
    good || hint === undefined ? [] : [`- ${codeSpan(gate, 200)}: ${codeSpan(hint, 400)}`],
  );
  return [
    `## ${passed ? "✅" : "❌"} ${codeSpan(`${name}@${version}`, 200)} to ${codeSpan(alias, 80)}: ${passed ? "passed" : "refused"}`,
    "",
    codeSpan(gateSummary(verdict), 400),
    ...(rows.length === 0 ? [] : ["", markdownTable(["verdict", "gate", "figure and evidence"], rows, [])]),
    ...(next.length === 0 ? [] : ["", "Next:", "", ...next]),
  ].join("\n");
}

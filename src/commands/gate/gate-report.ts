import type { App } from "../../app/app.js";
import type { GateVerdict } from "../../app/registry/judge-gate.js";
import { gateDocument, tellJudged } from "../model/judged-gates.js";
import type { GateFormat } from "./gate-formats.js";
import { gateSummary } from "./gate-summary.js";

/** Tells the verdict in the form that was asked for, on stdout. */
export async function printGate(app: App, verdict: GateVerdict, format: GateFormat): Promise<void> {
  if (format === "json") return app.ui.json(documentOf(verdict));
  if (format === "human") return tell(app, verdict);
  const text = await reportText(verdict, format);
  if (text !== "") await app.ui.raw("stdout").write(new TextEncoder().encode(`${text}\n`));
  app.ui.note(gateSummary(verdict));
}

async function reportText(verdict: GateVerdict, format: "markdown" | "junit" | "github"): Promise<string> {
  switch (format) {
    case "markdown":
      return (await import("./gate-markdown.js")).gateMarkdown(verdict);
    case "junit":
      return (await import("./gate-junit.js")).gateJunit(verdict);
    case "github": {
      const [{ githubAnnotations }, { gateFindings }] = await Promise.all([
        import("../../ui/findings/github.js"),
        import("./gate-findings.js"),
      ]);
      return githubAnnotations(gateFindings(verdict));
    }
  }
}

function documentOf({ noun, name, version, record, alias, present, gates, passed, file }: GateVerdict) {
  return {
    ...{ noun, name, version, record, alias, present: present ?? null },
    verdict: passed ? "passed" : "refused",
    ...{ file, gates: gates.map(gateDocument) },
  };
}

function tell(app: App, verdict: GateVerdict): void {
  const { theme } = app.ui;
  tellJudged(app, verdict.gates);
  const paint = verdict.passed ? theme.green : theme.red;
  app.ui.answer(gateSummary(verdict).replace(/^\w+:/, (word) => paint(word)));
}

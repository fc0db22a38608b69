import type { App } from "../../app/app.js";
import { displayPath } from "../../core/visible-text.js";
import { gateReason } from "../../registry/events/event-text.js";
import type { JudgedGate } from "../../registry/model-gates/judged-gate.js";

/**
 * Verdict, figure, reason and evidence of each gate; of those that failed the next step, too. They come last, where a person looks first when
 * the command has ended.
 */
export function tellJudged(app: App, gates: readonly JudgedGate[]): void {
  if (gates.length === 0) return;
  const { theme } = app.ui;
  const sorted = [...gates.filter(({ passed }) => passed), ...gates.filter(({ passed }) => !passed)];
  const rows = sorted.map((judged) => {
    const said = `${theme.bold(displayPath(judged.gate))} · ${displayPath(gateReason(judged))}`;
    if (judged.passed) return [theme.green("passed"), said];
    const next = judged.hint === undefined ? "" : `\n${theme.cyan("next:")} ${displayPath(judged.hint)}`;
    return [theme.red("failed"), said + next];
  });
  app.ui.answer(app.ui.table(["verdict", "gate, figure and evidence"], rows, { prose: true }));
}

/** A gate as scripts see it. */
export function gateDocument({
  gate,
  passed,
  reason,
  value,
  threshold,
  evidence = [],
  hint,
}: JudgedGate): Readonly<Record<string, unknown>> {
  return {
    ...{ gate, passed, reason, value: value ?? null, threshold: threshold ?? null, evidence },
    hint: hint ?? null,
  };
}

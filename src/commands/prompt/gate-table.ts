import { displayPath } from "../../core/visible-text.js";
import { gateReason } from "../../registry/events/event-text.js";
import type { GateOutcome } from "../../registry/types.js";
import type { Ui } from "../../ui/ui.js";

/** The verdict of each gate with its figure and reason. */
export function gateTable(ui: Ui, gates: readonly GateOutcome[]): string {
  const { theme } = ui;
  const rows = gates.map((outcome) => [
    outcome.passed ? theme.green("passed") : theme.red("failed"),
    displayPath(outcome.gate),
    displayPath(gateReason(outcome)),
  ]);
  return ui.table(["verdict", "gate", "reason"], rows, { prose: true });
}

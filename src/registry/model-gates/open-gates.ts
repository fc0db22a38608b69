import { approvalsOf } from "../approvals/approvals.js";
import { intactEvents } from "../events/heads.js";
import { reproductionGrades } from "../evidence/evidence.js";
import { intactEvidence } from "../evidence/intact-evidence.js";
import { readModelDetails } from "../models/model-details.js";
import type { ModelGate } from "../models/model-settings.js";
import type { RegistryItem } from "../read-item.js";
import type { VersionRecord } from "../types.js";

/**
 * The gates of an alias that nothing on record speaks for yet, by their kinds: at a glance, from the files of the registry alone. A
 * promotion asks more of them: whether the evidence is young enough, of today's suite, and no worse than the present holder.
 * @returns each kind once, in the order of the gates.
 */
export function openGates(gates: readonly ModelGate[], item: RegistryItem, record: VersionRecord): string[] {
  const evidence = [...intactEvidence(item).values()].filter((one) => one.record === record.digest);
  const { scan, metrics = {} } = readModelDetails(record);
  const holds = (gate: ModelGate): boolean => {
    switch (gate.kind) {
      case "evaluation":
        return evidence.some(
          (one) => one.kind === "evaluation" && one.verdict === "passed" && isSuite(one.suite, gate.suite),
        );
      case "drift":
        return evidence.some(
          (one) =>
            one.kind === "drift" && one.monitor === gate.monitor && ["ok", "warning"].includes(one.verdict),
        );
      case "reproducibility":
        return evidence.some(
          (one) =>
            one.kind === "reproduction" &&
            reproductionGrades.indexOf(one.grade) <= reproductionGrades.indexOf(gate.grade),
        );
      case "scan":
        return scan.verdict === "ok";
      case "approvals": {
        const target = { version: record.version, record: record.digest };
        return approvalsOf(intactEvents(item), target, record.author, gate.from).counted.length >= gate.count;
      }
      case "metric": {
        const known = metrics[gate.metric];
        if (known === undefined) return evidence.some(({ kind }) => kind === "evaluation");
        return known >= (gate.min ?? known) && known <= (gate.max ?? known);
      }
      default:
        return true;
    }
  };
  return [...new Set(gates.filter((gate) => !holds(gate)).map(({ kind }) => kind))];
}

function isSuite({ name, file }: { readonly name: string; readonly file: string }, wanted: string): boolean {
  return name === wanted || file === wanted || file === `evals/${wanted}.eval.yaml`;
}

import type { App } from "../../app.js";
import { registryTree } from "../../registry/registry-tree.js";
import { selectItems } from "../../registry/select-items.js";
import type { RecordedEvidence } from "./record-evidence.js";

/** What each evaluation is evidence of, by its id; damaged files left out. */
export async function findEvidence(app: App): Promise<ReadonlyMap<string, readonly RecordedEvidence[]>> {
  const tree = await registryTree(app);
  const found = new Map<string, RecordedEvidence[]>();
  for (const item of selectItems(tree, [])) {
    for (const { file, evidence } of item.evidence) {
      if (!evidence.ok || evidence.value.kind !== "evaluation") continue;
      const { evaluation, noun, name, version } = evidence.value;
      found.set(evaluation, [...(found.get(evaluation) ?? []), { noun, name, version, file }]);
    }
  }
  return found;
}

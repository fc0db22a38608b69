import { publishedNames, readItem } from "../../../registry/read-item.js";
import type { App } from "../../app.js";
import { registryTree } from "../../registry/registry-tree.js";
import type { RecordedEvidence } from "./record-evidence.js";

/** What each evaluation is evidence of, by its id; damaged files left out. */
export async function findEvidence(app: App): Promise<ReadonlyMap<string, readonly RecordedEvidence[]>> {
  const tree = await registryTree(app);
  const found = new Map<string, RecordedEvidence[]>();
  for (const item of publishedNames(tree, "prompt").map((name) => readItem(tree, "prompt", name))) {
    for (const { file, evidence } of item.evidence) {
      if (!evidence.ok) continue;
      const { evaluation, name, version } = evidence.value;
      found.set(evaluation, [...(found.get(evaluation) ?? []), { name, version, file }]);
    }
  }
  return found;
}

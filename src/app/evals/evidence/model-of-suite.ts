import { MlxError } from "../../../core/errors.js";
import type { Suite } from "../../../evals/types.js";
import { intactEvidence } from "../../../registry/evidence/intact-evidence.js";
import { publishedNames, type RegistryItem, readItem } from "../../../registry/read-item.js";
import { latestVersion } from "../../../registry/versions/latest-version.js";
import type { App } from "../../app.js";
import { settingsOf } from "../../models/promotion/read-settings.js";
import { registryTree } from "../../registry/registry-tree.js";

/** The latest version, `NAME@VERSION`, of the one model of which this suite is evidence, or whose gates demand it; undefined for none and for several. */
export async function modelOfSuite(app: App, { name }: Suite): Promise<string | undefined> {
  const tree = await registryTree(app, "model");
  const items = publishedNames(tree, "model").map((model) => readItem(tree, "model", model));
  const [item, ...others] = items.filter((model) => isDemanded(model, name) || isEvidence(model, name));
  const version = item && others.length === 0 ? latestVersion(item)?.version : undefined;
  return item && version !== undefined ? `${item.name}@${version}` : undefined;
}

function isEvidence(item: RegistryItem, suite: string): boolean {
  return [...intactEvidence(item).values()].some(
    (found) => found.kind === "evaluation" && found.suite.name === suite,
  );
}

/** Settings that cannot be read say nothing here: whoever promotes hears of them. */
function isDemanded(item: RegistryItem, suite: string): boolean {
  try {
    const gates = [...settingsOf(item).gates.values()].flat();
    return gates.some((gate) =>
      gate.kind === "evaluation" ? gate.suite === suite : "evaluation" in gate && gate.evaluation === suite,
    );
  } catch (error) {
    if (error instanceof MlxError) return false;
    throw error;
  }
}

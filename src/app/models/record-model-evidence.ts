import { type Evidence, evidenceDigest, formatEvidence } from "../../registry/evidence/evidence.js";
import { evidenceFile } from "../../registry/paths.js";
import { readItem } from "../../registry/read-item.js";
import type { App } from "../app.js";
import { attributesStep } from "../registry/attributes-step.js";
import { changeRegistry } from "../registry/change-registry.js";

/**
 * Writes a piece of evidence, whole or not at all; what is there already is not written twice.
 * @param command for those who wait. @returns its file, from the top.
 */
export async function recordModelEvidence(app: App, command: string, evidence: Evidence): Promise<string> {
  const { noun, name } = evidence;
  const { root } = await app.workspace();
  const text = formatEvidence(evidence);
  const file = evidenceFile(noun, name, evidenceDigest(text));
  await changeRegistry(app, command, async (tree) => {
    const known = readItem(tree, noun, name).evidence.some((entry) => entry.file === file);
    return [...attributesStep(root, noun), ...(known ? [] : [{ write: file, text }])];
  });
  return file;
}

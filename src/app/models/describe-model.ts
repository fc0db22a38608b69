import { isMap, isScalar, parseDocument } from "yaml";
import { modelSettingsFile } from "../../registry/models/model-settings.js";
import { readModelSettings } from "../../registry/models/read-model-settings.js";
import type { App } from "../app.js";
import { changeRegistry } from "../registry/change-registry.js";
import { modelTemplate } from "./model-template.js";

/**
 * Replaces what `model.yaml` says the model is for; every other line stays as people wrote it. Makes the file where there is none.
 * @param owner an e-mail address, for a file that is made.
 * @throws {MlxError} `MLX_INVALID_MODEL`, exit 2.
 */
export async function describeModel(
  app: App,
  name: string,
  description: string,
  owner: string,
): Promise<void> {
  const file = modelSettingsFile(name);
  await changeRegistry(app, "model describe", async (tree) => {
    const bytes = tree.read(file);
    const text = bytes === undefined ? modelTemplate(name, owner) : Buffer.from(bytes).toString("utf8");
    readModelSettings(text, file);
    const changed = withDescription(text, description);
    readModelSettings(changed, file);
    return [{ write: file, text: changed }];
  });
}

/** A YAML text in which `description:` says something else; added at the end where it is not there. */
export function withDescription(text: string, description: string): string {
  const line = `description: ${JSON.stringify(description)}`;
  const { contents } = parseDocument(text);
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === "description")
    : undefined;
  const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  const end = isScalar(pair?.value) ? pair.value.range?.[1] : undefined;
  if (start === undefined || end === undefined) {
    return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`;
  }
  const block = text.slice(start, end).endsWith("\n") ? "\n" : "";
  return `${text.slice(0, start)}${line}${block}${text.slice(end)}`;
}

import type { App } from "../../app/app.js";
import { ungatedWarning } from "../../app/registry/ungated-warning.js";
import type { RegistryNoun } from "../../registry/types.js";

/** Warns of an alias without gates whose name looks like that of one with gates. */
export async function warnUngated(app: App, noun: RegistryNoun, name: string, alias: string): Promise<void> {
  const warning = await ungatedWarning(app, noun, name, alias);
  if (warning !== undefined) app.ui.warn(warning.message, warning.hint);
}

import type { App } from "../../app/app.js";
import { gatedAliases } from "../../app/registry/gated-aliases.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { RegistryNoun } from "../../registry/types.js";

/** An alias that nobody set gates for lets everything pass: where its name looks like that of one with gates, that is told. */
export async function warnUngated(app: App, noun: RegistryNoun, name: string, alias: string): Promise<void> {
  const { file, aliases } = await gatedAliases(app, noun, name);
  if (aliases.includes(alias)) return;
  const meant = closest(alias, aliases);
  if (meant === undefined) return;
  app.ui.warn(
    `${displayPath(file)} sets no gates for ${alias}, so nothing was asked of ${displayPath(name)}`,
    `did you mean ${meant}? it has gates for ${aliases.join(", ")}`,
  );
}

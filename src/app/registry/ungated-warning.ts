import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { RegistryNoun } from "../../registry/types.js";
import type { App } from "../app.js";
import { gatedAliases } from "./gated-aliases.js";

export interface UngatedWarning {
  readonly message: string;
  readonly hint: string;
}

/** An alias that nobody set gates for lets everything pass: what to say where its name looks like that of one with gates. */
export async function ungatedWarning(
  app: App,
  noun: RegistryNoun,
  name: string,
  alias: string,
): Promise<UngatedWarning | undefined> {
  const { file, aliases } = await gatedAliases(app, noun, name);
  if (aliases.includes(alias)) return undefined;
  const meant = closest(alias, aliases);
  if (meant === undefined) return undefined;
  return {
    message: `${displayPath(file)} sets no gates for ${alias}, so nothing was asked of ${displayPath(name)}`,
    hint: `did you mean ${meant}? it has gates for ${aliases.join(", ")}`,
  };
}

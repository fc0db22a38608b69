import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { knownAliases } from "../../registry/events/heads.js";
import { showAliasCommand } from "../../registry/noun-commands.js";
import { aliasNameForm, isAliasName } from "../../registry/nouns.js";
import type { RegistryItem } from "../../registry/read-item.js";

/** @throws {MlxError} `MLX_ALIAS_NAME`, exit 2, for what is no name of an alias, or one that another differs from in case alone. */
export function requireAliasName(item: RegistryItem, alias: string): void {
  if (!isAliasName(alias)) {
    throw new MlxError("MLX_ALIAS_NAME", `${JSON.stringify(displayPath(alias))} is no name for an alias`, {
      hint: `a name is ${aliasNameForm}`,
      exitCode: 2,
    });
  }
  // To show an alias that is there nothing else needs to be read.
  if (item.aliases.some((entry) => entry.alias === alias)) return;
  const other = knownAliases(item).find(
    (known) => known !== alias && known.toLowerCase() === alias.toLowerCase(),
  );
  if (other === undefined) return;
  throw new MlxError(
    "MLX_ALIAS_NAME",
    `${item.name} has the alias ${other}, which differs from ${alias} in upper and lower case alone`,
    { hint: `use it: ${showAliasCommand(item.noun, item.name, other)}`, exitCode: 2 },
  );
}

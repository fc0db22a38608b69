import { MlxError } from "../../core/errors.js";
import type { AliasPlan, AliasWish } from "../../registry/aliases/plan-alias.js";
import { aliasCommand } from "../../registry/noun-commands.js";
import type { RegistryItem } from "../../registry/read-item.js";

type Impossible = Exclude<AliasPlan, { kind: "move" | "finish" | "already" }>;

/** Why an alias cannot be moved as was wished. */
export function aliasRefusal(
  item: RegistryItem,
  alias: string,
  { kind }: Impossible,
  wish: AliasWish,
): MlxError {
  const command = aliasCommand(item.noun, item.name, alias, "VERSION");
  if (kind === "absent") {
    const known = item.aliases.map((entry) => entry.alias);
    return new MlxError("MLX_ALIAS_NOT_FOUND", `${item.name} has no alias ${alias}`, {
      hint: known.length === 0 ? `set it: ${command}` : `it has: ${known.join(", ")}`,
      exitCode: 2,
    });
  }
  if (kind === "no-previous") {
    return new MlxError(
      "MLX_NO_ROLLBACK",
      `no version held ${alias} of ${item.name} before the present one`,
      { hint: `point it somewhere else: ${command}`, exitCode: 2 },
    );
  }
  return new MlxError(
    "MLX_REGISTRY_DAMAGED",
    `${alias} of ${item.name} does not fit its events, so nobody can tell what ${wish.kind === "rollback" ? "it held before" : "it is"}`,
    {
      hint: `say what it is to be: ${command}; mlx registry verify ${item.name} says what is wrong`,
    },
  );
}

import { MlxError } from "../../core/errors.js";
import { namesHint } from "../../core/suggest.js";
import type { AliasPlan, AliasWish } from "../../registry/aliases/plan-alias.js";
import { aliasCommand } from "../../registry/noun-commands.js";
import type { RegistryItem } from "../../registry/read-item.js";

type Impossible = Exclude<AliasPlan, { kind: "move" | "finish" | "already" }>;

/** Nothing is built on an alias whose last event is not there: it may have been a rollback, or a refusal that nobody shall see. */
export function eventGone({ name }: RegistryItem, alias: string, event: string): MlxError {
  return new MlxError(
    "MLX_REGISTRY_DAMAGED",
    `${alias} of ${name} names the event ${event}, which is not there: it was deleted, or the line was changed by hand`,
    { hint: `mlx registry verify ${name} says how to bring it back` },
  );
}

/** Why an alias cannot be moved as was wished. */
export function aliasRefusal(item: RegistryItem, alias: string, plan: Impossible, wish: AliasWish): MlxError {
  const { kind } = plan;
  if (plan.kind === "event-gone") return eventGone(item, alias, plan.event);
  const command = aliasCommand(item.noun, item.name, alias, "VERSION");
  if (kind === "absent") {
    const known = item.aliases.map((entry) => entry.alias);
    return new MlxError("MLX_ALIAS_NOT_FOUND", `${item.name} has no alias ${alias}`, {
      hint: known.length === 0 ? `set it: ${command}` : namesHint(alias, known, "it has:"),
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

import { shellQuote } from "../core/shell-quote.js";
import type { RegistryNoun } from "./types.js";

/** The command that makes the first or the next version of an item. @param version where a certain one is wanted, as prompts can. */
export function publishCommand(noun: RegistryNoun, name: string, version?: string): string {
  if (noun === "model") return `mlx model register ${name} PATH`;
  return `mlx prompt publish ${name}${version === undefined ? "" : ` --version ${version}`}`;
}

/** The command that points an alias at a version. @param version `VERSION` where a person has to choose. */
export function aliasCommand(noun: RegistryNoun, name: string, alias: string, version: string): string {
  if (noun === "model") return `mlx model promote ${name}@${version} --to ${shellQuote(alias)}`;
  return `mlx prompt alias ${name} ${shellQuote(alias)} ${version}`;
}

/** The command that takes an alias away. */
export function unaliasCommand(noun: RegistryNoun, name: string, alias: string): string {
  if (noun === "model") return `mlx model unalias ${name} ${shellQuote(alias)}`;
  return `mlx prompt alias ${name} ${shellQuote(alias)} --remove`;
}

/** The command that looks at what an alias is now. */
export function showAliasCommand(noun: RegistryNoun, name: string, alias: string): string {
  return noun === "model"
    ? `mlx model show ${name}@${alias}`
    : `mlx prompt alias ${name} ${shellQuote(alias)}`;
}

/** The command that goes back to what an alias pointed at before. */
export function rollbackCommand(noun: RegistryNoun, name: string, alias: string): string {
  return noun === "model"
    ? `mlx model rollback ${name} ${shellQuote(alias)}`
    : `mlx prompt alias ${name} ${shellQuote(alias)} --rollback`;
}

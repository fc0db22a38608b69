import { shellQuote } from "../core/shell-quote.js";
import {
  aliasCommand,
  publishCommand,
  rollbackCommand,
  showAliasCommand,
  unaliasCommand,
} from "./noun-commands.js";
import type { Reference } from "./reference.js";
import type { RegistryNoun } from "./types.js";

/** A command as somebody typed it. */
export interface TypedCommand {
  /** Its last word: `show`. */
  readonly verb: string;
  /** What it was given, the reference that names something of the other noun first. */
  readonly words: readonly string[];
  /** The alias of `--to`. */
  readonly to?: string;
  readonly rollback?: boolean;
  readonly remove?: boolean;
}

/** Stands where a person has to choose. */
const anyVersion = "VERSION";

/**
 * The command that does for something of `noun` what the typed one does for the other noun; where none does, the one that shows it.
 * @param reference what was meant by the first word.
 */
export function sameCommand(noun: RegistryNoun, { name, ref }: Reference, typed: TypedCommand): string {
  const named = ref === undefined ? name : `${name}@${shellQuote(ref)}`;
  const version = `${name}@${ref === undefined ? anyVersion : shellQuote(ref)}`;
  const commands = noun === "prompt" ? promptCommands : modelCommands;
  return commands[typed.verb]?.({ name, named, version, ...typed }) ?? `mlx ${noun} show ${named}`;
}

interface Words extends TypedCommand {
  readonly name: string;
  /** The name, with the version where one was typed. */
  readonly named: string;
  /** The name with a version. */
  readonly version: string;
}

type Commands = Readonly<Record<string, (words: Words) => string>>;

const promptCommands: Commands = {
  list: ({ name }) => `mlx prompt history ${name}`,
  lineage: ({ name }) => `mlx prompt history ${name}`,
  diff: ({ words }) => `mlx prompt diff ${words.map(shellQuote).join(" ")}`,
  approve: ({ version }) => `mlx prompt approve ${version} -m "what was checked"`,
  promote: ({ name, version, to = "ALIAS" }) =>
    aliasCommand("prompt", name, to, version.slice(name.length + 1)),
  rollback: ({ name, words: [, alias = "ALIAS"] }) => rollbackCommand("prompt", name, alias),
  unalias: ({ name, words: [, alias = "ALIAS"] }) => unaliasCommand("prompt", name, alias),
};

const modelCommands: Commands = {
  history: ({ name }) => `mlx model list ${name}`,
  diff: ({ name, version, words: [, after = `${name}@${anyVersion}`] }) =>
    `mlx model diff ${version} ${shellQuote(after)}`,
  approve: ({ version }) => `mlx model approve ${version} -m "what was checked"`,
  publish: ({ name }) => publishCommand("model", name),
  export: ({ version }) => `mlx model pull ${version}`,
  alias: ({ name, words: [, alias = "ALIAS", version], rollback, remove }) => {
    if (rollback === true) return rollbackCommand("model", name, alias);
    if (remove === true) return unaliasCommand("model", name, alias);
    if (version === undefined) return showAliasCommand("model", name, alias);
    return aliasCommand("model", name, alias, shellQuote(version));
  },
};

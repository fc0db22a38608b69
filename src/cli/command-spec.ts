import type { Argument, Command, Option } from "commander";
import type { CommandSpec, OptionSpec, ValueKind, ValueSpec } from "../commands/completion/candidates.js";

/** The command tree as plain data, for completion. Hidden commands and options are left out. */
export function commandSpec(command: Command, noun?: string): CommandSpec {
  const help = command.createHelp();
  const below = help.visibleCommands(command);
  const options = help.visibleOptions(command);
  const last = command.registeredArguments.at(-1);
  return {
    names: [command.name(), ...command.aliases()],
    summary: command.summary() || command.description(),
    commands: below.map((each) => commandSpec(each, noun ?? each.name())),
    options: options.map((option) => optionSpec(option, noun)),
    arguments: command.registeredArguments.map((argument) => valueSpec(argument.name(), argument, noun)),
    variadic: last?.variadic ?? false,
  };
}

function optionSpec(option: Option, noun: string | undefined): OptionSpec {
  const names = [option.short, option.long].filter((name) => name !== undefined);
  const takesValue = option.required || option.optional;
  const value = takesValue
    ? valueSpec(/[<[]([^>\]]+)/.exec(option.flags)?.[1] ?? "", option, noun)
    : undefined;
  return { names, summary: option.description, ...(value && { value }) };
}

function valueSpec(name: string, source: Argument | Option, noun: string | undefined): ValueSpec {
  const choices = source.argChoices ?? [];
  return { kind: choices.length > 0 ? "other" : kindOf(name.replace(/\.+$/, ""), noun), choices };
}

/** By the name that help shows for the value. */
const kinds: Readonly<Record<string, ValueKind>> = {
  path: "file",
  paths: "file",
  file: "file",
  files: "file",
  from: "revision",
  to: "revision",
  ref: "revision",
  revision: "revision",
  folder: "folder",
  dir: "folder",
  remote: "remote",
  prompt: "prompt",
  prompts: "prompt",
  suite: "suite",
  suites: "suite",
  "name@version": "reference",
};

/** What other nouns call by these names is something else. */
const kindsOfNouns: Readonly<Record<string, Readonly<Record<string, ValueKind>>>> = {
  model: { name: "model", reference: "reference", before: "reference", after: "reference", alias: "alias" },
  gate: { reference: "reference", alias: "alias" },
};

function kindOf(name: string, noun = ""): ValueKind {
  return kindsOfNouns[noun]?.[name] ?? kinds[name] ?? "other";
}

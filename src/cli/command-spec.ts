import type { Argument, Command, Option } from "commander";
import type { CommandSpec, OptionSpec, ValueKind, ValueSpec } from "../commands/completion/candidates.js";

/** The command tree as plain data, for completion. Hidden commands and options are left out. */
export function commandSpec(command: Command): CommandSpec {
  const help = command.createHelp();
  const below = help.visibleCommands(command);
  const options = help.visibleOptions(command);
  const last = command.registeredArguments.at(-1);
  return {
    names: [command.name(), ...command.aliases()],
    summary: command.summary() || command.description(),
    commands: below.map(commandSpec),
    options: options.map(optionSpec),
    arguments: command.registeredArguments.map((argument) => valueSpec(argument.name(), argument)),
    variadic: last?.variadic ?? false,
  };
}

function optionSpec(option: Option): OptionSpec {
  const names = [option.short, option.long].filter((name) => name !== undefined);
  const takesValue = option.required || option.optional;
  const value = takesValue ? valueSpec(/[<[]([^>\]]+)/.exec(option.flags)?.[1] ?? "", option) : undefined;
  return { names, summary: option.description, ...(value && { value }) };
}

function valueSpec(name: string, source: Argument | Option): ValueSpec {
  return { kind: kindOf(name.replace(/\.+$/, ""), source), choices: source.argChoices ?? [] };
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
};

function kindOf(name: string, source: Argument | Option): ValueKind {
  return (source.argChoices?.length ?? 0) > 0 ? "other" : (kinds[name] ?? "other");
}

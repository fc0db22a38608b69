import type { Command, CommanderError } from "commander";
import { MlxError } from "../core/errors.js";
import { closest } from "../core/suggest.js";

/** A command line that cannot be understood, with what was probably meant. */
export function usageError(error: CommanderError, command: Command): MlxError {
  const name = fullName(command);
  const help = `see: ${name} --help`;
  if (error.code === "commander.help") {
    const verbs = command.commands.map((child) => child.name()).join(", ");
    return usage(`${name} needs a command: ${verbs}`, help);
  }
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const meant =
    choiceMeant(first) ??
    calledElsewhere(first, command) ??
    verbsBelow(first, command) ??
    /\(Did you mean (?:one of )?(.+?)\?\)/.exec(rest.join(" "))?.[1];
  const hint = meant === undefined ? help : `did you mean ${meant}? ${help}`;
  switch (error.code) {
    case "commander.missingArgument":
    case "commander.optionMissingArgument":
    case "commander.excessArguments":
      return usage(`${sentence(first)}`, `usage: ${usageLine(command)}`);
    default:
      return usage(sentence(first), hint);
  }
}

function usage(message: string, hint: string): MlxError {
  return new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
}

/** The name as typed: `mlx data add`. */
function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

function usageLine(command: Command): string {
  return `${fullName(command)} ${command.usage()}`;
}

function sentence(text: string): string {
  return text
    .replace(
      /^command-argument value ('.*') is invalid for argument ('.*')/,
      "$1 is invalid for the argument $2",
    )
    .replace(/\.$/, "");
}

/** What other tools call commands that mlx has under another name. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ["mlx runs diff", "mlx runs compare"],
  ["mlx runs delete", "mlx runs rm"],
  ["mlx runs remove", "mlx runs rm"],
  ["mlx runs search", "mlx runs list"],
  ["mlx ui", "mlx runs list or mlx runs serve"],
  ["mlx server", "mlx runs serve"],
  ["mlx exp", "mlx runs list"],
  ["mlx repro", "mlx runs reproduce"],
  ["mlx prompt create", "mlx prompt new"],
  ["mlx prompt init", "mlx prompt new"],
  ["mlx prompt get", "mlx prompt show"],
  ["mlx prompt validate", "mlx prompt lint"],
  ["mlx prompt release", "mlx prompt publish"],
  ["mlx prompt promote", "mlx prompt alias"],
  ["mlx prompt rollback", "mlx prompt alias NAME ALIAS --rollback"],
  ["mlx prompt log", "mlx prompt history"],
  ["mlx prompt reject", "mlx prompt approve --reject"],
  ["mlx model add", "mlx model register"],
  ["mlx model create", "mlx model register"],
  ["mlx model push", "mlx data push"],
  ["mlx model get", "mlx model pull"],
  ["mlx model download", "mlx model pull"],
  ["mlx model alias", "mlx model promote"],
  ["mlx model reject", "mlx model approve --reject"],
  ["mlx model unarchive", "mlx model archive --undo"],
  ["mlx model rm", "mlx model archive"],
  ["mlx model remove", "mlx model archive"],
  ["mlx model delete", "mlx model archive"],
  ["mlx model log", "mlx registry log --model"],
  ["mlx model history", "mlx registry log --model"],
  ["mlx model verify", "mlx registry verify --model"],
  ["mlx model gate", "mlx gate"],
  ["mlx model compare", "mlx model diff"],
]);

function calledElsewhere(message: string, command: Command): string | undefined {
  const typed = unknownCommand(message);
  return typed === undefined ? undefined : elsewhere.get(`${fullName(command)} ${typed}`);
}

function unknownCommand(message: string): string | undefined {
  return /^unknown command '(.*)'/.exec(message)?.[1];
}

/** The commands whose noun was left out: `mlx data push` for `mlx push`. */
function verbsBelow(message: string, command: Command): string | undefined {
  const typed = unknownCommand(message);
  const verbs = command.commands.flatMap((noun) => noun.commands.filter((verb) => verb.name() === typed));
  return verbs.length === 0 ? undefined : verbs.map(fullName).join(" or ");
}

/** The allowed choice next to the one that was typed. */
function choiceMeant(message: string): string | undefined {
  const found =
    /(?:argument|value) '(.*?)' is invalid(?: for argument '.*?')?\. Allowed choices are (.+?)\.?$/.exec(
      message,
    );
  return found ? closest(found[1] ?? "", (found[2] ?? "").split(", ")) : undefined;
}

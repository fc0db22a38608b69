import type { TypedCommand } from "../registry/same-command.js";
import type { RegistryNoun } from "../registry/types.js";
import { type CliContext, isCommand } from "./command-context.js";

/** The context of a noun's commands, of which one that is given a name of the other noun says so, and which command works. */
export function tellingOtherNoun(context: CliContext, noun: RegistryNoun): CliContext {
  return {
    action: (command) =>
      context.action(async (app, ...args) => {
        try {
          return await command(app, ...args);
        } catch (error) {
          const { otherNounError } = await import("../app/registry/other-noun.js");
          throw await otherNounError(app, noun, typedCommand(args), error);
        }
      }),
  };
}

/** @param args what commander hands an action: the arguments, the options, the command. */
function typedCommand(args: readonly unknown[]): TypedCommand {
  const leaf = args.at(-1);
  const { to, rollback, remove }: Readonly<Record<string, unknown>> = isCommand(leaf) ? leaf.opts() : {};
  return {
    verb: isCommand(leaf) ? leaf.name() : "",
    words: args.flat().filter((word) => typeof word === "string"),
    ...(typeof to === "string" && { to }),
    ...{ rollback: rollback === true, remove: remove === true },
  };
}

import { Command } from "commander";
import { mlxVersion } from "../core/version.js";
import type { CliContext } from "./command-context.js";
import { addCompletionCommand } from "./completion.js";
import { addDataCommands } from "./data.js";
import { addHiddenGlobalOptions, globalOptions } from "./global-options.js";
import { helpText } from "./help-text.js";
import { addInitCommand } from "./init.js";
import { addRemoteCommands } from "./remote.js";
import { addRunCommand } from "./run.js";
import { addRunsCommands } from "./runs.js";
import { addStatusCommand } from "./status.js";

const intro =
  "Version data and track training runs with git: small pointers in the repository, the bytes in a store of your own. No server, no account.";

const firstSteps = `
Get started:
  $ mlx init                          set this repository up
  $ mlx data add data/                track a folder; git keeps a small pointer
  $ mlx remote add origin s3://bucket/prefix
  $ mlx data push                     upload what the store lacks
  $ mlx run -- python train.py        run a command and record it
  $ mlx runs list                     the recorded runs
  $ mlx status                        see where everything stands

Every command explains itself with examples: mlx data add --help`;

/** The whole command tree. Command modules load when they run. */
export function createProgram(context: CliContext): Command {
  const program = new Command("mlx");
  program
    .description(intro)
    .usage("<command> [options]")
    .version(mlxVersion, "--version", "print the version");
  program.helpOption("-h, --help", "explain a command").helpCommand(false);
  for (const option of globalOptions()) program.addOption(option);
  program.addHelpText("after", firstSteps);
  addInitCommand(program, context);
  addStatusCommand(program, context);
  addDataCommands(program, context);
  addRemoteCommands(program, context);
  addRunCommand(program, context);
  addRunsCommands(program, context);
  addCompletionCommand(program, context);

  for (const command of commandsBelow(program)) {
    addHiddenGlobalOptions(command);
    if (command.commands.length > 0) command.helpCommand(false);
    if (command.commands.length > 0 && command.registeredArguments.length === 0) {
      command.usage("<command> [options]");
    }
  }
  for (const command of [program, ...commandsBelow(program)]) command.configureHelp({ formatHelp: helpText });
  return program;
}

/** Every command below this one, parents first. */
export function* commandsBelow(command: Command): Generator<Command> {
  for (const child of command.commands) {
    yield child;
    yield* commandsBelow(child);
  }
}

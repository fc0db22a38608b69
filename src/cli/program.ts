import { Command } from "commander";
import { mlxVersion } from "../core/version.js";
import type { CliContext } from "./command-context.js";
import { addHiddenGlobalOptions, globalOptions } from "./global-options.js";
import { helpText } from "./help-text.js";
import { nouns } from "./nouns.js";

const intro =
  "Version data, prompts and models, track training runs and judge what models answer, with git: small files in the repository, the bytes in a store of your own. No server, no account.";

const firstSteps = `
Get started:
  $ mlx init                          set this repository up
  $ mlx data add data/                track a folder; git keeps a small pointer
  $ mlx remote add origin s3://bucket/prefix
  $ mlx data push                     upload what the store lacks
  $ mlx run -- python train.py        run a command and record it
  $ mlx runs list                     the recorded runs
  $ mlx prompt new answer             write a prompt; mlx prompt lint checks it
  $ mlx eval run support              ask, grade, say whether it is good enough
  $ mlx model register m --run last   keep what a run made as a version
  $ mlx model promote m@1 --to production
                                      point an alias at it, through its gates
  $ mlx status                        see where everything stands
  $ mlx doctor                        what is missing for production

Every command explains itself with examples: mlx data add --help`;

/**
 * The command tree. Command modules load when they run.
 * @param wanted the nouns whose commands are needed; the others are there by name alone.
 * @param argv the command line, where there is one: `mlx prompt publish` has a `--version` of its own.
 */
export async function createProgram(
  context: CliContext,
  wanted: readonly string[] = nouns.map(({ name }) => name),
  argv: readonly string[] = [],
): Promise<Command> {
  const program = new Command("mlx");
  program.description(intro).usage("<command> [options]");
  program.helpOption("-h, --help", "explain a command").helpCommand(false);
  program.addHelpText("after", firstSteps);
  for (const { name, summary, description, group, load } of nouns) {
    const command = program.command(name).summary(summary).description(description).helpGroup(group);
    if (wanted.includes(name)) (await load())(command, context);
  }
  if (!takesVersion(program, argv)) program.version(mlxVersion, "--version", "print the version");
  for (const option of globalOptions()) program.addOption(option);

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

/** Whether the command that is named gives `--version` a meaning of its own: the program would take it first. */
function takesVersion(program: Command, argv: readonly string[]): boolean {
  let command = program;
  for (const word of argv) {
    command = command.commands.find((child) => child.name() === word) ?? command;
  }
  return command.options.some(({ long }) => long === "--version");
}

/** Every command below this one, parents first. */
export function* commandsBelow(command: Command): Generator<Command> {
  for (const child of command.commands) {
    yield child;
    yield* commandsBelow(child);
  }
}

import { type Command, CommanderError } from "commander";
import type { RunInput } from "../app/app.js";
import { ExitCode } from "../core/exit-codes.js";
import { ProgramContext } from "./command-context.js";
import { guessGlobalFlags } from "./global-options.js";
import { nounsIn } from "./nouns.js";
import { commandsBelow, createProgram } from "./program.js";
import { separateCommand } from "./separate-command.js";

/** Parses a command line, runs the command it names and returns the exit code. */
export async function runProgram(input: RunInput): Promise<number> {
  const context: ProgramContext = new ProgramContext(input, () => program);
  const completes = input.argv[0] === "completion" && input.argv[1] === "--complete";
  const program = completes
    ? await createProgram(context)
    : await createProgram(context, nounsIn(input.argv), input.argv);
  let failedIn = program;
  let helpForError = "";
  for (const command of [program, ...commandsBelow(program)]) {
    command.exitOverride((error) => {
      failedIn = command;
      throw error;
    });
    command.configureOutput({
      writeOut: (text) => void input.stdout.write(text),
      writeErr: (text) => {
        helpForError += text;
      },
      outputError: () => undefined,
    });
  }
  if (completes && input.argv[2] === "--") return completeWords(input, program, input.argv.slice(3));
  try {
    await program.parseAsync(withHelpLast(separateCommand(program, input.argv)), { from: "user" });
    return context.exitCode ?? ExitCode.ok;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return ExitCode.ok;
    return tellUsage(input, error, failedIn, helpForError);
  }
}

/** Answers a shell's completion script. The words are someone's unfinished command line: nothing in them is a flag. */
async function completeWords(input: RunInput, program: Command, words: readonly string[]): Promise<number> {
  const [{ runCommand }, { printCandidates }, { commandSpec }] = await Promise.all([
    import("./run-command.js"),
    import("../commands/completion/completion.js"),
    import("./command-spec.js"),
  ]);
  const spec = commandSpec(program);
  return runCommand(input, guessGlobalFlags([]), (app) => printCandidates(app, spec, words));
}

/** A command without the verb it needs shows its help; anything else is told as an error. */
async function tellUsage(
  input: RunInput,
  error: CommanderError,
  command: Command,
  help: string,
): Promise<number> {
  const flags = guessGlobalFlags(input.argv);
  if (error.code === "commander.help" && !flags.json) {
    input.stderr.write(help);
    return ExitCode.usage;
  }
  const [{ openUi }, { usageError }] = await Promise.all([
    import("../app/open-ui.js"),
    import("./usage-error.js"),
  ]);
  const ui = await openUi(input, flags);
  return ui.error(usageError(error, command));
}

/** `mlx help data add`, `mlx data help add` and `mlx --help data add` are `mlx data add --help`. */
function withHelpLast(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  const words = end === -1 ? argv : argv.slice(0, end);
  const at = words.slice(0, 2).findIndex((word) => word === "help" || word === "-h");
  if (at === -1 && !words.includes("--help")) return [...argv];
  return [...words.filter((word, index) => index !== at && word !== "--help"), "--help"];
}

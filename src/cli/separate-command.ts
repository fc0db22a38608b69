import type { Command } from "commander";

/**
 * Puts the `--` before the program that `mlx run` is to run where the person left it out, so that what follows it is
 * that program's: `mlx run node train.js --json`.
 */
export function separateCommand(program: Command, argv: readonly string[]): readonly string[] {
  const start = nextOperand(program, argv, 0);
  const run = program.commands.find((command) => command.name() === "run");
  if (run === undefined || argv[start] !== "run") return argv;
  const first = nextOperand(run, argv, start + 1);
  const word = argv[first];
  return word === undefined || word === "--" ? argv : [...argv.slice(0, first), "--", ...argv.slice(first)];
}

/** Where the first word stands from `from` on that is neither an option of the command nor an option's value. */
function nextOperand(command: Command, argv: readonly string[], from: number): number {
  let index = from;
  for (let word = argv[index]; word?.startsWith("-") && word !== "--"; word = argv[index]) {
    const option = command.options.find(({ short, long }) => word === short || word === long);
    index += option?.required ? 2 : 1;
  }
  return index;
}

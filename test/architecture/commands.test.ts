import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { ProgramContext } from "../../src/cli/command-context.js";
import { docsOf } from "../../src/cli/describe.js";
import { commandsBelow, createProgram } from "../../src/cli/program.js";
import { splitCommandLine } from "../support/command-line.js";

const context: ProgramContext = new ProgramContext(
  {
    env: {},
    cwd: "/",
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    selfCommand: [],
  },
  () => program,
);
const program = await createProgram(context);

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

/** Commands that do something and that people see. */
const commands = [...commandsBelow(program)]
  .filter(
    (command) =>
      (command.commands.length === 0 || command.registeredArguments.length > 0) && isVisible(command),
  )
  .map((command) => [fullName(command), command] as const);

function isVisible(command: Command): boolean {
  const { parent } = command;
  return (
    parent === null || (parent.createHelp().visibleCommands(parent).includes(command) && isVisible(parent))
  );
}

describe.each(commands)("%s", (name, command) => {
  test("explains itself: summary, examples, exit codes, every argument and option", () => {
    expect(command.summary()).not.toBe("");
    const docs = docsOf(command);
    expect(docs?.examples.length ?? 0).toBeGreaterThan(0);
    expect(docs?.exitCodes[0] ?? "").not.toBe("");
    const unexplained = [...command.registeredArguments, ...command.options].filter(
      (it) => it.description === "",
    );
    expect(unexplained).toEqual([]);
  });

  test("its examples are command lines that it understands", () => {
    for (const [typed] of docsOf(command)?.examples ?? []) {
      const line = /\bmlx ([^|>&;)]*)/.exec(typed)?.[1] ?? "";
      const words = splitCommandLine(line).filter((word) => !word.startsWith("#"));
      const end = words.indexOf("--");
      const own = words.slice(name.split(" ").length - 1, end === -1 ? undefined : end);
      expect([typed, words.slice(0, name.split(" ").length - 1)]).toEqual([typed, name.split(" ").slice(1)]);
      const unknown = own.filter((word) => /^-{1,2}[a-z]/.test(word) && !understands(command, word));
      expect([typed, unknown]).toEqual([typed, []]);
    }
  });

  test("its options do not take the place of a global one", () => {
    const global = program.options
      .flatMap(({ short, long }) => [short, long])
      // The program lets go of this one for a command that gives it a meaning: `mlx prompt publish --version 1.2.0`.
      .filter((flag) => flag !== undefined && flag !== "--version");
    const own = command.options
      .filter((option) => !option.hidden)
      .flatMap(({ short, long }) => [short, long]);
    expect(own.filter((flag) => flag !== undefined && global.includes(flag))).toEqual([]);
  });
});

function understands(command: Command, word: string): boolean {
  const flag = word.split("=")[0] ?? word;
  return [...command.options, ...program.options].some(({ short, long }) => flag === short || flag === long);
}

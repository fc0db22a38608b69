import type { Command, Help, Option } from "commander";
import { docsOf } from "./describe.js";

/** Of everything mlx does alike everywhere; a command's own meanings come on top. */
const everywhere: Readonly<Record<number, string>> = { 2: "wrong usage or invalid configuration" };

interface Row {
  readonly term: string;
  readonly meaning: string;
}

/** The help of one command: what it is for, how to type it, then examples and exit codes. */
export function helpText(command: Command, help: Help): string {
  const width = help.helpWidth ?? 80;
  const isRoot = command.parent === null;
  const sections = [
    `${help.boxWrap(command.description() || command.summary(), width)}`,
    `Usage:\n  ${help.commandUsage(command)}`,
    ...commandSections(command, help),
    section(
      "Arguments",
      command.registeredArguments.map((it) => row(help.argumentTerm(it), help.argumentDescription(it))),
      width,
    ),
    section(isRoot ? "Options of every command" : "Options", optionRows(command, help), width),
    isRoot ? "" : globalLine(command),
    ...docsSections(command, width),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function row(term: string, meaning: string): Row {
  return { term, meaning };
}

function commandSections(command: Command, help: Help): string[] {
  const groups = new Map<string, Row[]>();
  for (const child of help.visibleCommands(command)) {
    const heading = child.helpGroup() || "Commands";
    const rows = groups.get(heading) ?? [];
    groups.set(heading, [...rows, row(child.name(), child.summary() || child.description())]);
  }
  const width = help.helpWidth ?? 80;
  return [...groups].map(([heading, rows]) => section(heading.replace(/:$/, ""), rows, width));
}

function optionRows(command: Command, help: Help): Row[] {
  return help.visibleOptions(command).map((it: Option) => row(it.flags, meaningOf(it, help)));
}

/** With the default, unless it is that the option is not given. */
function meaningOf(option: Option, help: Help): string {
  const { defaultValue } = option;
  const absent = defaultValue === false || (Array.isArray(defaultValue) && defaultValue.length === 0);
  return absent ? option.description : help.optionDescription(option);
}

/** The flags of the program, by name alone: they are explained once, in its own help. */
function globalLine(command: Command): string {
  let root = command;
  while (root.parent) root = root.parent;
  const flags = root.options.map((option) => option.flags.replace(", ", "/")).join("  ");
  return `Everywhere:\n  ${flags}`;
}

function docsSections(command: Command, width: number): string[] {
  const docs = docsOf(command);
  if (!docs) return [];
  const examples = docs.examples.map(([typed, what]) => `  $ ${typed}\n      ${what}`);
  const codes = Object.entries({ ...everywhere, ...docs.exitCodes }).map(([code, what]) => row(code, what));
  return [`Examples:\n${examples.join("\n")}`, section("Exit codes", codes, width)];
}

/** Terms and meanings in two columns; a meaning that is too long goes on below itself. */
function section(heading: string, rows: readonly Row[], width: number): string {
  if (rows.length === 0) return "";
  const column = Math.min(32, Math.max(...rows.map(({ term }) => term.length))) + 4;
  const lines = rows.flatMap(({ term, meaning }) => {
    const [first = "", ...rest] = wrap(meaning, Math.max(24, width - column));
    const start = `  ${term}`.padEnd(column);
    return [
      `${start.length > column ? `${start}\n${" ".repeat(column)}` : start}${first}`,
      ...rest.map((text) => " ".repeat(column) + text),
    ];
  });
  return `${heading}:\n${lines.join("\n")}`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { ProgramContext } from "../../src/cli/command-context.js";
import { commandsBelow, createProgram } from "../../src/cli/program.js";
import { variableOf } from "../../src/config/environment.js";
import { keysAt, settings } from "../../src/config/schema.js";
import { splitCommandLine } from "../support/command-line.js";
import { projectRoot, sourcesBelow } from "./sources.js";

const streams = { stdout: process.stdout, stderr: process.stderr, stdin: process.stdin };
const context: ProgramContext = new ProgramContext(
  { env: {}, cwd: "/", ...streams, selfCommand: [] },
  () => program,
);
const program = await createProgram(context);

const read = (path: string): string => readFileSync(join(projectRoot, path), "utf8");
const documents = [
  "README.md",
  "CHANGELOG.md",
  "src/README.md",
  "src/data/FORMAT.md",
  "src/runs/FORMAT.md",
  "src/prompts/FORMAT.md",
  "src/evals/FORMAT.md",
  "src/evals/BASELINE-FORMAT.md",
  "src/schemas/FORMAT.md",
  "src/drift/FORMAT.md",
]
  .concat(
    readdirSync(join(projectRoot, "docs"), { encoding: "utf8", recursive: true }).map(
      (name) => `docs/${name}`,
    ),
  )
  .filter((path) => path.endsWith(".md"))
  .map((path) => ({ path, text: read(path) }));

/** GitHub's name for a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, "")
    .replaceAll(" ", "-");
}

function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));
}

describe.each(documents)("$path", ({ path, text }) => {
  test("its links lead to files and headings that exist", () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const broken = links.filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : posix.join(dirname(path), file);
      if (!existsSync(join(projectRoot, target))) return true;
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test("every mlx command line in it is one that mlx understands", () => {
    const lines = [...text.matchAll(/^```(?:sh|console)\n([\s\S]*?)^```/gm)]
      .flatMap(([, block = ""]) => block.split("\n"))
      .flatMap((line) =>
        [...line.matchAll(/(?:^|\$ |&& |run: )(mlx [^|>&;#]*)/g)].map(([, typed = ""]) => typed),
      );
    expect(lines.filter((line) => !understood(line))).toEqual([]);
  });
});

/** Whether a command line names a command and only options that it has. */
function understood(line: string): boolean {
  const [, ...words] = splitCommandLine(line.trim());
  let command: Command = program;
  while (command.commands.length > 0 && words[0] !== undefined && !words[0].startsWith("-")) {
    const name = words.shift();
    const child = command.commands.find((it) => it.name() === name || it.aliases().includes(name ?? ""));
    // A command with verbs may take an argument of its own: `mlx runs log RUN`.
    if (!child && command.registeredArguments.length > 0) return optionsKnown(command, words);
    if (!child) return false;
    command = child;
  }
  return optionsKnown(command, words);
}

/** What follows `--` is somebody else's. */
function optionsKnown(command: Command, words: readonly string[]): boolean {
  const options = [...command.options, ...program.options].flatMap(({ short, long }) => [short, long]);
  const end = words.indexOf("--");
  const own = end === -1 ? words : words.slice(0, end);
  return own.every((word) => !word.startsWith("-") || word === "-" || options.includes(word.split("=")[0]));
}

test("the README begins with the two commands that do everything", () => {
  const scripts: unknown = JSON.parse(read("package.json")).scripts;
  expect(scripts).toMatchObject({ quickstart: expect.any(String), test: expect.any(String) });
  const top = read("README.md").split("\n").slice(0, 6).join("\n");
  expect(top).toContain("npm ci && npm run quickstart");
  expect(top).toContain("npm ci && npm test");
});

/** The names before a command's own: `runs log `. */
function nounsOf({ parent }: Command): string {
  return parent === null || parent === program ? "" : `${nounsOf(parent)}${parent.name()} `;
}

test("every command stands in the README's table and in a guide", () => {
  const table = read("README.md")
    .split("\n")
    .filter((line) => line.startsWith("| `mlx"));
  const guides = documents.map(({ text }) => text).join("\n");
  const visible = [...commandsBelow(program)].filter(
    (command) =>
      (command.commands.length === 0 || command.registeredArguments.length > 0) &&
      command.parent?.createHelp().visibleCommands(command.parent).includes(command) === true,
  );
  const missing = visible.filter((command) => {
    const noun = nounsOf(command);
    const name = `${noun}${command.name()}`;
    const inTable = table.some((row) => row.includes(`mlx ${noun}`) && row.includes(command.name()));
    return !inTable || !guides.includes(`mlx ${name}`);
  });
  expect(missing.map((command) => command.name())).toEqual([]);
});

test("every error code is documented, and no other", () => {
  const text = sourcesBelow("src")
    .map((source) => source.text)
    .join("\n");
  const faults = [...text.matchAll(/^ {2}(E[A-Z]+): \{/gm)].map(([, code]) => `MLX_${code}`);
  const inCode = new Set([...[...text.matchAll(/"(MLX_[A-Z_]+)"/g)].map(([, code]) => code), ...faults]);
  for (const variable of ["MLX_METRICS_FILE", "MLX_RUN_ID", "MLX_RUN_ROOT", "MLX_REFS", "MLX_"])
    inCode.delete(variable);
  const described = [...read("docs/errors.md").matchAll(/^\| ((?:`MLX_[A-Z_]+`(?:, )?)+) \|/gm)]
    .flatMap(([, cell = ""]) => cell.split(", "))
    .map((code) => code.replaceAll("`", ""));
  expect(described.sort()).toEqual([...inCode].sort());
});

test("every setting is documented, with its environment variable if it has one, and no other", () => {
  const rows = [
    ...read("docs/configuration.md").matchAll(/^\| `([a-z][A-Za-z.]+)` \|(?: `?(MLX_[A-Z_]+)?`? \|)?/gm),
  ];
  const described = rows.map(([, key, variable]) => (variable === undefined ? key : `${key} ${variable}`));
  const variables = new Map(settings().map(({ path }) => [path.join("."), variableOf(path)]));
  const expected = [
    ...settingsBelow([]).map((key) => (variables.has(key) ? `${key} ${variables.get(key)}` : key)),
    ...keysAt(["remotes", "origin"]),
    ...keysAt(["models", "any"]),
  ];
  expect(described.sort()).toEqual(expected.sort());
});

/** Every setting below a key; what has names of its own, such as `remotes`, is one. */
function settingsBelow(path: readonly string[]): string[] {
  const keys = keysAt(path);
  return keys.length === 0 ? [path.join(".")] : keys.flatMap((key) => settingsBelow([...path, key]));
}

test("the map of the sources names files that exist", () => {
  const named = [...read("src/README.md").matchAll(/`((?:[a-z-]+\/)+[a-z-]+\.(?:ts|mjs|js))`/g)].map(
    ([, path = ""]) => path,
  );
  const missing = named.filter(
    (path) => !existsSync(join(projectRoot, "src", path)) && !existsSync(join(projectRoot, path)),
  );
  expect(missing).toEqual([]);
});

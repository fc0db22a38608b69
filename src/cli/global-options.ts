import { type Command, Option } from "commander";
import type { GlobalFlags } from "../app/app.js";

const specs: readonly (readonly [flags: string, what: string])[] = [
  ["--json", "print one JSON document on stdout, errors as JSON on stderr"],
  ["-q, --quiet", "print only what was asked for, warnings and errors"],
  ["-v, --verbose", "print more about what is done"],
  ["--cwd <folder>", "work as if started in this folder"],
  ["--no-color", "print without colours"],
];

/** The flags that every command has, wherever they stand on the command line. */
export function globalOptions(): Option[] {
  return specs.map(([flags, what]) => new Option(flags, what));
}

/** Adds them to a command, unseen in its own list, so that `-nq` is understood; a command's own flag wins. */
export function addHiddenGlobalOptions(command: Command): void {
  for (const option of globalOptions()) {
    const taken = command.options.some(
      (own) => own.long === option.long || (own.short !== undefined && own.short === option.short),
    );
    if (!taken) command.addOption(option.hideHelp());
  }
}

/** The global flags from what the program and the command parsed. */
export function readGlobalFlags(...parsed: readonly Record<string, unknown>[]): GlobalFlags {
  const some = (name: string): boolean => parsed.some((options) => options[name] === true);
  const cwd = parsed.map((options) => options["cwd"]).find((value) => typeof value === "string");
  return {
    json: some("json"),
    quiet: some("quiet"),
    verbose: some("verbose"),
    color: parsed.every((options) => options["color"] !== false),
    ...(typeof cwd === "string" && { cwd }),
  };
}

/** The same for a command line that could not be parsed: what stands before `--`, taken at its word. */
export function guessGlobalFlags(argv: readonly string[]): GlobalFlags {
  const end = argv.indexOf("--");
  const words = new Set(end === -1 ? argv : argv.slice(0, end));
  return {
    json: words.has("--json"),
    quiet: words.has("--quiet") || words.has("-q"),
    verbose: words.has("--verbose") || words.has("-v"),
    color: !words.has("--no-color"),
  };
}

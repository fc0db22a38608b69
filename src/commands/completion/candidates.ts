/** What a value may be. */
export type ValueKind = DynamicKind | "file" | "folder" | "other";

/** What only the repository knows. `reference` is a model's `NAME@VERSION` or `NAME@ALIAS`. */
export type DynamicKind = "remote" | "revision" | "prompt" | "suite" | "model" | "reference" | "alias";

export interface ValueSpec {
  readonly kind: ValueKind;
  readonly choices: readonly string[];
}

/** An option as completion needs it. */
export interface OptionSpec {
  /** `-n`, `--dry-run`. */
  readonly names: readonly string[];
  readonly summary: string;
  /** What follows it; absent for a switch. */
  readonly value?: ValueSpec;
}

/** A command and what is below it. */
export interface CommandSpec {
  readonly names: readonly string[];
  readonly summary: string;
  readonly commands: readonly CommandSpec[];
  readonly options: readonly OptionSpec[];
  readonly arguments: readonly ValueSpec[];
  /** Whether the last argument may be given again and again. */
  readonly variadic: boolean;
}

export interface Candidate {
  readonly word: string;
  readonly summary: string;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** What the shell itself offers besides. */
  readonly shell: "files" | "folders" | "none";
}

/** Values that only the repository knows. */
export type DynamicValues = (kind: ValueKind) => readonly string[];

/**
 * What can stand at the last of `words`, the one that is being typed.
 * @param words what follows `mlx`, cut at the cursor.
 */
export function complete(root: CommandSpec, words: readonly string[], dynamic: DynamicValues): Completion {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  if (before.includes("--")) return { candidates: [], shell: "files" };
  const { command, pending, given } = walk(root, before);
  const joined = /^(--[^=]+)=(.*)$/.exec(current);
  if (joined) {
    const option = optionNamed(command, root, joined[1] ?? "");
    return option?.value ? values(option.value, joined[2] ?? "", dynamic, `${joined[1]}=`) : nothing;
  }
  if (pending) return values(pending, current, dynamic);
  if (current.startsWith("-")) return { candidates: optionWords(command, root, current), shell: "none" };
  const verbs = command.commands
    .map(({ names, summary }) => ({ word: names[0] ?? "", summary }))
    .filter(({ word }) => given === 0 && word.startsWith(current));
  const last = command.variadic ? command.arguments.at(-1) : undefined;
  const argument = command.arguments[given] ?? last;
  const own = argument ? values(argument, current, dynamic) : nothing;
  return { ...own, candidates: [...verbs, ...own.candidates] };
}

const nothing: Completion = { candidates: [], shell: "none" };

/** Follows the words that are there: the command they name, and an option that waits for its value. */
function walk(root: CommandSpec, words: readonly string[]) {
  let command = root;
  let given = 0;
  let pending: ValueSpec | undefined;
  for (const word of words) {
    if (pending) {
      pending = undefined;
    } else if (word.startsWith("-")) {
      pending = optionNamed(command, root, word)?.value;
    } else {
      const below = command.commands.find(({ names }) => names.includes(word));
      if (below) command = below;
      else given++;
    }
  }
  return { command, given, pending };
}

function optionNamed(command: CommandSpec, root: CommandSpec, name: string): OptionSpec | undefined {
  return [...command.options, ...root.options].find(({ names }) => names.includes(name));
}

function optionWords(command: CommandSpec, root: CommandSpec, current: string): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { names, summary } of [...command.options, ...root.options]) {
    for (const word of names) {
      const long = word.startsWith("--") || current === word;
      if (long && word.startsWith(current) && !found.has(word)) found.set(word, { word, summary });
    }
  }
  return [...found.values()];
}

function values(spec: ValueSpec, current: string, dynamic: DynamicValues, prefix = ""): Completion {
  const words = [...spec.choices, ...dynamic(spec.kind)].filter((word) => word.startsWith(current));
  const candidates = words.map((word) => ({ word: prefix + word, summary: "" }));
  const shell =
    spec.kind === "file" || spec.kind === "suite" ? "files" : spec.kind === "folder" ? "folders" : "none";
  return { candidates, shell };
}

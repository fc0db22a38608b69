export type InterpreterKind = "python" | "node" | "r" | "julia";

/**
 * Which program a command line starts in the end, as far as its words tell.
 * `environment`: the interpreter of a project's or a named environment, to be found there. `program`: by name or path.
 */
export type CommandTarget =
  | { readonly where: "program"; readonly program: string }
  | { readonly where: "project"; readonly kind: "python" | "node"; readonly tool: string }
  | { readonly where: "conda"; readonly name?: string; readonly prefix?: string };

/** What an interpreter's file name says it is; `undefined` for another program. */
export function interpreterKind(program: string): InterpreterKind | undefined {
  const name = program.replace(/^.*[/\\]/, "").replace(/\.exe$/i, "");
  if (/^(?:python|pypy)(?:\d+(?:\.\d+)*)?t?$/.test(name)) return "python";
  if (name === "node" || name === "nodejs") return "node";
  if (name === "Rscript" || name === "R") return "r";
  return name === "julia" ? "julia" : undefined;
}

/** Looks through `env`, `nice` and the like, and the runners of package managers; stops where it is not sure. */
export function commandTarget(argv: readonly string[]): CommandTarget | undefined {
  const [program, ...rest] = argv;
  if (program === undefined) return undefined;
  const name = program.replace(/^.*[/\\]/, "").replace(/\.(?:exe|cmd)$/i, "");
  switch (name) {
    case "env":
      return commandTarget(skipAssignments(rest));
    case "nice":
    case "nohup":
    case "time":
    case "exec":
      return rest[0]?.startsWith("-") ? undefined : commandTarget(rest);
    case "uv":
      return rest[0] === "run" && plain(rest.slice(1))
        ? { where: "project", kind: "python", tool: "uv" }
        : undefined;
    case "poetry":
    case "pdm":
    case "pipenv":
      return rest[0] === "run" ? { where: "project", kind: "python", tool: name } : undefined;
    case "conda":
    case "mamba":
    case "micromamba":
      return rest[0] === "run" ? condaTarget(rest.slice(1)) : undefined;
    case "npx":
    case "npm":
    case "pnpm":
    case "yarn":
    case "tsx":
    case "ts-node":
      return { where: "project", kind: "node", tool: name };
    default:
      return { where: "program", program };
  }
}

/** `env -i A=1 B=2 python …`; options that take a value make it unsure. */
function skipAssignments(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !/^(?:-i|--ignore-environment|-|[A-Za-z_]\w*=.*)$/.test(word));
  return start < 0 || words[start]?.startsWith("-") ? [] : words.slice(start);
}

/** Whether uv runs in the project's own environment: options may name another one, or another Python. */
function plain(words: readonly string[]): boolean {
  const first = words.findIndex(
    (word) => !/^--(?:frozen|locked|no-sync|quiet|offline|no-progress)$|^-q$/.test(word),
  );
  return first >= 0 && !words[first]?.startsWith("-");
}

function condaTarget(words: readonly string[]): CommandTarget | undefined {
  const [option = "", value] = words;
  if (/^(?:-n|--name)$/.test(option) && value) return { where: "conda", name: value };
  if (/^(?:-p|--prefix)$/.test(option) && value) return { where: "conda", prefix: value };
  const [, long, text] = /^--(name|prefix)=(.+)$/.exec(option) ?? [];
  if (text !== undefined)
    return long === "name" ? { where: "conda", name: text } : { where: "conda", prefix: text };
  return option.startsWith("-") ? undefined : { where: "conda" };
}

/** The program that a script's first line names: of `#!/usr/bin/env -S python3 -u`, `python3`. */
export function shebangProgram(firstLine: string): string | undefined {
  const words = /^#!\s*(.+)$/.exec(firstLine.trimEnd())?.[1]?.split(/\s+/) ?? [];
  const [program, ...rest] = words;
  if (program === undefined || !/(?:^|\/)env$/.test(program)) return program;
  return rest.find((word) => word !== "-S" && !/^[A-Za-z_]\w*=/.test(word));
}

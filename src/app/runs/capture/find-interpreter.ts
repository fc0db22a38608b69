import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import {
  type CommandTarget,
  commandTarget,
  type InterpreterKind,
  interpreterKind,
  shebangProgram,
} from "../../../runs/capture/interpreter-words.js";
import { findProgram } from "./find-program.js";

/** The interpreter that runs a command. */
export interface FoundInterpreter {
  readonly kind: InterpreterKind;
  /** Absolute. */
  readonly path: string;
}

export interface CommandPlace {
  /** Absolute. */
  readonly cwd: string;
  /** The repository's top, above which no project is looked for. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The interpreter that a command line starts in the end; `undefined` for other programs and where it is not sure. */
export function findInterpreter(argv: readonly string[], place: CommandPlace): FoundInterpreter | undefined {
  const target = commandTarget(argv);
  return target && locate(target, place, 0);
}

function locate(target: CommandTarget, place: CommandPlace, depth: number): FoundInterpreter | undefined {
  switch (target.where) {
    case "conda":
      return pythonIn(condaPrefix(target, place.env));
    case "project":
      return target.kind === "node" ? program("node", place, depth) : pythonOfProject(target.tool, place);
    case "program":
      return program(target.program, place, depth);
  }
}

/** By name, or by the first line of a script, such as those that pip installs. */
function program(name: string, place: CommandPlace, depth: number): FoundInterpreter | undefined {
  const path = findProgram(name, place.cwd, place.env);
  if (path === undefined) return undefined;
  const kind = interpreterKind(basename(path)) ?? interpreterKind(name);
  if (kind !== undefined) return { kind, path };
  const script = depth < 3 ? shebangProgram(firstLine(path)) : undefined;
  return script === undefined ? undefined : locate({ where: "program", program: script }, place, depth + 1);
}

function firstLine(path: string): string {
  const head = Buffer.alloc(256);
  try {
    const handle = openSync(path, "r");
    try {
      const text = head.toString("latin1", 0, readSync(handle, head, 0, head.length, 0));
      return text.startsWith("#!") ? text.slice(0, text.search(/[\r\n]|$/)) : "";
    } finally {
      closeSync(handle);
    }
  } catch {
    return "";
  }
}

/** uv's environment is the project's `.venv`; the others keep theirs there only if they were told to. */
function pythonOfProject(tool: string, place: CommandPlace): FoundInterpreter | undefined {
  const named = tool === "uv" ? place.env["UV_PROJECT_ENVIRONMENT"] : undefined;
  for (const folder of foldersUp(place)) {
    const found = pythonIn(resolve(folder, named ?? ".venv"));
    if (found) return found;
    if (existsSync(join(folder, "pyproject.toml")) || existsSync(join(folder, "Pipfile"))) break;
  }
  return tool === "uv" ? undefined : pythonIn(place.env["VIRTUAL_ENV"]);
}

/** From the command's folder up to the repository's top. */
export function foldersUp({ cwd, root }: CommandPlace): string[] {
  const folders = [cwd];
  for (let folder = cwd; folder !== root && dirname(folder) !== folder; folder = dirname(folder)) {
    folders.push(dirname(folder));
  }
  return folders;
}

function condaPrefix(
  { name, prefix }: { readonly name?: string; readonly prefix?: string },
  env: CommandPlace["env"],
): string | undefined {
  if (prefix !== undefined) return prefix;
  const active = env["CONDA_PREFIX"];
  if (name === undefined) return active;
  const base = env["CONDA_ROOT"] ?? env["MAMBA_ROOT_PREFIX"] ?? baseOf(env["CONDA_EXE"], active);
  if (base === undefined) return undefined;
  return name === "base" ? base : join(base, "envs", name);
}

function baseOf(condaExe: string | undefined, active: string | undefined): string | undefined {
  if (condaExe) return dirname(dirname(condaExe));
  if (active === undefined) return undefined;
  return basename(dirname(active)) === "envs" ? dirname(dirname(active)) : active;
}

function pythonIn(prefix: string | undefined): FoundInterpreter | undefined {
  if (prefix === undefined) return undefined;
  const candidates = [
    join(prefix, "bin", "python"),
    join(prefix, "Scripts", "python.exe"),
    join(prefix, "python.exe"),
  ];
  const path = candidates.find((candidate) => existsSync(candidate));
  return path === undefined ? undefined : { kind: "python", path };
}

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { ScriptSpec } from "../evals/types.js";
import { bundledFile } from "../files/bundled-file.js";
import { pythonServer } from "./python-server.js";
import { rubyServer } from "./ruby-server.js";
import type { StartCommand } from "./script-process.js";

/** How the code of a language is run. */
export interface Interpreter {
  readonly command: StartCommand;
  /** Calls that one process takes before it has answered the first. */
  readonly callsAtOnce: number;
  readonly mostProcesses: number;
  /** What to do when it does not start. */
  readonly hint: string;
}

/** Where code runs, and what it sees. */
export interface InterpreterOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The Node that runs JavaScript. */
  readonly node: string;
}

const mostProcesses = 8;

/** How the code of a language is run here. Looks for the program, and starts nothing. */
export function interpreterOf(language: ScriptSpec["language"], options: InterpreterOptions): Interpreter {
  const { folder, env } = options;
  switch (language) {
    case "javascript":
      return {
        command: { command: options.node, args: [bundledFile("script-worker.js"), folder], folder, env },
        // Its functions may wait for something, so one process serves them all.
        callsAtOnce: 256,
        mostProcesses: 1,
        hint: "check the installation of Node",
      };
    case "python":
      return {
        command: {
          command: pythonOf(options),
          args: ["-c", pythonServer],
          folder,
          env: { ...env, PYTHONUNBUFFERED: "1" },
        },
        callsAtOnce: 1,
        mostProcesses,
        hint: "install Python 3.8 or later, or name it: PROMPTFOO_PYTHON=/path/to/python3",
      };
    case "ruby":
      return {
        command: { command: env["PROMPTFOO_RUBY"] ?? "ruby", args: ["-e", rubyServer], folder, env },
        callsAtOnce: 1,
        mostProcesses,
        hint: "install Ruby, or name it: PROMPTFOO_RUBY=/path/to/ruby",
      };
  }
}

/** What the user names, else the virtual environment that is active or beside the suite, else that of PATH. */
function pythonOf({ env, folder }: InterpreterOptions): string {
  const named = env["PROMPTFOO_PYTHON"];
  if (named !== undefined && named !== "") return named;
  const [bin, program] = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const active = env["VIRTUAL_ENV"];
  const places = [...(active ? [active] : []), join(folder, ".venv"), join(folder, "venv")];
  const found = places.map((place) => join(place, bin, program)).find(existsSync);
  return found ?? (onPath("python3", env) ? "python3" : "python");
}

function onPath(program: string, env: Readonly<Record<string, string>>): boolean {
  return (env["PATH"] ?? "")
    .split(delimiter)
    .some((place) => place !== "" && existsSync(join(place, program)));
}

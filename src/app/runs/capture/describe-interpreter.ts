import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { RunEnvironment } from "../../../runs/environment.js";
import type { Ask } from "./ask-program.js";
import { type CommandPlace, type FoundInterpreter, foldersUp } from "./find-interpreter.js";
import { nodePackages } from "./node-packages.js";
import { describePython } from "./python.js";

type Interpreter = NonNullable<RunEnvironment["interpreter"]>;

/** Version and packages of an interpreter; `undefined` if it does not answer. */
export async function describeInterpreter(
  { kind, path }: FoundInterpreter,
  place: CommandPlace,
  ask: Ask,
): Promise<Interpreter | undefined> {
  switch (kind) {
    case "python":
      return describePython(path, place.env, ask);
    case "node": {
      const version = isThisNode(path) ? process.version : await ask(path, ["--version"]);
      return named("Node.js", version, path, nodePackages(foldersUp(place)));
    }
    case "r": {
      const answer = await ask(path, [
        "--vanilla",
        ...(path.endsWith("Rscript") ? [] : ["--no-echo"]),
        "-e",
        askR,
      ]);
      const [version, ...lines] = answer?.trim().split("\n") ?? [];
      const packages = lines.map((line) => line.split(" ")).map(([name = "", of = ""]) => [name, of]);
      return named("R", version, path, Object.fromEntries(packages));
    }
    case "julia":
      return named(
        "Julia",
        await ask(path, ["--startup-file=no", "--version"]),
        path,
        await juliaPackages(place),
      );
  }
}

const askR =
  'cat(as.character(getRversion()), "\\n", sep=""); i <- installed.packages(); cat(paste(i[,"Package"], i[,"Version"]), sep="\\n")';

function named(
  name: string,
  answer: string | undefined,
  path: string,
  packages: Readonly<Record<string, string>>,
): Interpreter | undefined {
  const version = /\d+\.\d+\S*/.exec(answer ?? "")?.[0];
  return version === undefined ? undefined : { name, version, path, packages };
}

function isThisNode(path: string): boolean {
  try {
    return realpathSync(path) === realpathSync(process.execPath);
  } catch {
    return false;
  }
}

/** What the nearest `Manifest.toml` pins. */
async function juliaPackages(place: CommandPlace): Promise<Record<string, string>> {
  const project = place.env["JULIA_PROJECT"];
  const folders = project && !project.startsWith("@") ? [project, ...foldersUp(place)] : foldersUp(place);
  const file = folders.map((folder) => join(folder, "Manifest.toml")).find((path) => existsSync(path));
  if (file === undefined) return {};
  const { parse, TomlError } = await import("smol-toml");
  try {
    const { deps } = parse(readFileSync(file, "utf8"));
    if (typeof deps !== "object" || deps === null) return {};
    return Object.fromEntries(
      Object.entries(deps).flatMap(([name, entries]) => {
        const first: unknown = Array.isArray(entries) ? entries[0] : undefined;
        const version =
          typeof first === "object" && first !== null && "version" in first ? first.version : undefined;
        return typeof version === "string" ? [[name, version]] : [];
      }),
    );
  } catch (error) {
    if (error instanceof TomlError) return {};
    throw error;
  }
}

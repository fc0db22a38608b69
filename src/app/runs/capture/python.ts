import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDistribution, parsePyvenv } from "../../../runs/capture/pyvenv.js";
import type { RunEnvironment } from "../../../runs/environment.js";
import type { Ask } from "./ask-program.js";

type Interpreter = NonNullable<RunEnvironment["interpreter"]>;

/** Isolated, so that nothing of the user's code runs; the folders of packages that isolation leaves out are named too. */
const question = [
  "import json, sys, platform, site",
  "user = site.getusersitepackages() if sys.prefix == sys.base_prefix else None",
  'print(json.dumps({"name": platform.python_implementation(), "version": platform.python_version(),',
  '"executable": sys.executable, "path": [p for p in sys.path if p], "user": user}))',
].join("\n");

/**
 * A Python's version and its packages. A virtual environment that shares nothing tells both without being started.
 * @param path of the interpreter. @param ask starts it.
 */
export async function describePython(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
  ask: Ask,
): Promise<Interpreter | undefined> {
  const environment = virtualEnvironment(path);
  if (environment) {
    const { version, folders } = environment;
    return { name: "Python", version, path, packages: await packagesIn(folders) };
  }
  const answer = readAnswer(await ask(path, ["-I", "-c", question]));
  if (answer === undefined) return undefined;
  const user = answer.user !== undefined && !env["PYTHONNOUSERSITE"] ? [answer.user] : [];
  return {
    name: answer.name === "CPython" ? "Python" : answer.name,
    version: answer.version,
    path: answer.executable || path,
    packages: await packagesIn([...user, ...answer.path]),
  };
}

function virtualEnvironment(path: string): { version: string; folders: string[] } | undefined {
  const prefix = dirname(dirname(path));
  const file = join(prefix, "pyvenv.cfg");
  if (!existsSync(file)) return undefined;
  const environment = parsePyvenv(readFileSync(file, "utf8"));
  if (environment === undefined || environment.systemPackages) return undefined;
  const [major, minor] = environment.version.split(".");
  const folders = [
    join(prefix, "lib", `python${major}.${minor}`, "site-packages"),
    join(prefix, "lib64", `python${major}.${minor}`, "site-packages"),
    join(prefix, "Lib", "site-packages"),
  ].filter((folder) => existsSync(folder));
  return folders.length === 0 ? undefined : { version: environment.version, folders };
}

interface Answer {
  readonly name: string;
  readonly version: string;
  readonly executable: string;
  readonly path: readonly string[];
  readonly user?: string;
}

function readAnswer(text: string | undefined): Answer | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("version" in value) || !("path" in value))
    return undefined;
  if (typeof value.version !== "string" || !Array.isArray(value.path)) return undefined;
  const path = value.path.filter((folder) => typeof folder === "string");
  const name = "name" in value && typeof value.name === "string" ? value.name : "Python";
  const executable = "executable" in value && typeof value.executable === "string" ? value.executable : "";
  const user = "user" in value && typeof value.user === "string" ? { user: value.user } : {};
  return { name, version: value.version, executable, path, ...user };
}

const readAtOnce = 40;

/** Name to version of what is installed in these folders; the first folder wins, as it does in an import. */
async function packagesIn(folders: readonly string[]): Promise<Record<string, string>> {
  const found = new Map<string, { name: string; version: string }>();
  const seen = new Set<string>();
  for (const folder of folders) {
    for (const [index, entry] of metadataFiles(folder).entries()) {
      // The program that is being recorded is served by this thread too.
      if (index % readAtOnce === readAtOnce - 1) await new Promise((resolve) => setImmediate(resolve));
      if (seen.has(entry)) continue;
      seen.add(entry);
      const distribution = readDistribution(entry);
      const key = distribution?.name.toLowerCase().replace(/[-_.]+/g, "-");
      if (distribution && key !== undefined && !found.has(key)) found.set(key, distribution);
    }
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([, { name, version }]) => [name, version]));
}

function metadataFiles(folder: string): string[] {
  try {
    if (!statSync(folder).isDirectory()) return [];
    return readdirSync(folder).flatMap((name) => {
      if (name.endsWith(".dist-info")) return [join(folder, name, "METADATA")];
      return name.endsWith(".egg-info") ? [join(folder, name, "PKG-INFO"), join(folder, name)] : [];
    });
  } catch {
    return [];
  }
}

function readDistribution(file: string): { name: string; version: string } | undefined {
  try {
    const text = readFileSync(file, "utf8");
    const end = text.search(/\r?\n\r?\n/);
    return parseDistribution(end < 0 ? text : text.slice(0, end));
  } catch {
    return undefined;
  }
}

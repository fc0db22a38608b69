import { readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";

/** Where MLflow keeps runs by itself when nobody gives it an address. */
const ownStores = ["mlruns", "mlflow.db"];
const largestScript = 2_000_000;

/** When MLflow's own stores were last written to, by absolute path. */
export type StoreTimes = ReadonlyMap<string, number>;

/** @param folders where the command runs, and the top of the worktree; absolute. */
export function storeTimes(folders: readonly string[]): StoreTimes {
  const paths = new Set(folders.flatMap((folder) => ownStores.map((name) => join(folder, name))));
  return new Map([...paths].map((path) => [path, changedAt(path)]));
}

/**
 * For a command after which no MLflow client had said a word: whether one talked to somebody else.
 * @param cwd where the command ran; absolute. @param before the stores as they were before it ran.
 * @returns a warning, or undefined.
 */
export function trackingWarning(
  cwd: string,
  argv: readonly string[],
  before: StoreTimes,
): string | undefined {
  const written = [...before].find(([path, time]) => changedAt(path) > time)?.[0];
  if (written !== undefined) {
    return `an MLflow client logged to ${written} and not to mlx: the script overrides the tracking address; remove its mlflow.set_tracking_uri(…) or MLFLOW_TRACKING_URI`;
  }
  const script = scriptOf(cwd, argv);
  if (script === undefined || !/^\s*(?:import|from)\s+mlflow\b/m.test(script.text)) return undefined;
  if (/\bset_tracking_uri\s*\(|["']MLFLOW_TRACKING_URI["']/.test(script.text)) {
    return `${script.name} overrides the tracking address of MLflow, and nothing of it was recorded here; remove its mlflow.set_tracking_uri(…) or MLFLOW_TRACKING_URI`;
  }
  return `${script.name} imports mlflow, and no MLflow client logged anything to mlx`;
}

/** The Python program among the command's words, if it is a file. */
function scriptOf(
  cwd: string,
  argv: readonly string[],
): { readonly name: string; readonly text: string } | undefined {
  for (const name of argv.filter((word) => word.endsWith(".py"))) {
    const path = isAbsolute(name) ? name : join(cwd, name);
    try {
      if (statSync(path).size <= largestScript) return { name, text: readFileSync(path, "utf8") };
    } catch {
      // A word that names no file is no script.
    }
  }
  return undefined;
}

/** The latest change of a file, or of a folder and what lies right in it: a new run changes its experiment's folder alone. 0 if there is nothing. */
function changedAt(path: string): number {
  const inside = namesIn(path).map((name) => timeOf(join(path, name)));
  return inside.reduce((latest, time) => Math.max(latest, time), timeOf(path));
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a file, nothing, or not for us to read
  }
}

import { MlxError } from "../core/errors.js";
import { artifactPathProblem } from "../runs/artifact-path.js";
import { keyProblem, valueProblem } from "../runs/record-limits.js";

// The ledger's door: what passes it can be exported, imported elsewhere and written to a disk.

/** @throws {MlxError} `MLX_INVALID_RECORD`, exit 2. */
export function requireFittingText(noun: "parameter" | "tag", key: string, value: string | null): void {
  const ofKey = keyProblem(key);
  if (ofKey !== undefined)
    throw unfit(`the ${noun} ${shown(key)}`, `its key ${ofKey}`, "give it a shorter name");
  const ofValue = value === null ? undefined : valueProblem(value);
  if (ofValue !== undefined)
    throw unfit(`the ${noun} ${shown(key)}`, `its value ${ofValue}`, "log it as an artifact");
}

/** @throws {MlxError} `MLX_INVALID_RECORD`, exit 2. */
export function requireFittingPath(path: string): void {
  const problem = artifactPathProblem(path);
  if (problem !== undefined)
    throw unfit(`the artifact ${shown(path)}`, `its path ${problem}`, "choose another path");
}

/** @throws {MlxError} `MLX_INVALID_RECORD`, exit 2: a file cannot also be a folder. @param other the artifact in the way. */
export function refuseFileAndFolder(path: string, other: string): never {
  const what = other.startsWith(`${path}/`) ? "a folder" : "a file";
  const where = what === "a folder" ? path : other;
  throw unfit(`the artifact ${shown(path)}`, `${shown(where)} is ${what} in this run`, "choose another path");
}

function unfit(what: string, why: string, hint: string): MlxError {
  return new MlxError("MLX_INVALID_RECORD", `${what} cannot be kept: ${why}`, { hint, exitCode: 2 });
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

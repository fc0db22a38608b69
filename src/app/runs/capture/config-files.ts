import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../../../core/errors.js";
import { formatBytes } from "../../../core/format-bytes.js";
import { sha256Of } from "../../../core/sha256.js";
import { lockFileManager } from "../../../runs/capture/lock-files.js";
import { paramFileNames, readParamFile } from "../../../runs/capture/param-file.js";
import type { PathDigest, RunContext } from "../../../runs/types.js";

/** A file of parameters is written by hand; more than this is something else. */
const maxParamBytes = 1 << 20;
const longestKey = 250;
const longestValue = 6000;

export interface ParamFiles {
  readonly paramFiles: readonly PathDigest[];
  readonly params: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** @param folders absolute with their path from the top, the weaker first. */
export async function readParamFiles(folders: readonly Folder[]): Promise<ParamFiles> {
  const paramFiles: PathDigest[] = [];
  const params: Record<string, string> = {};
  const warnings: string[] = [];
  for (const folder of folders) {
    for (const [name, format] of paramFileNames) {
      const bytes = readIfFile(join(folder.absolute, name));
      if (bytes === undefined) continue;
      const path = folder.path === "." ? name : `${folder.path}/${name}`;
      paramFiles.push({ path, kind: "file", sha256: sha256Of(bytes), size: bytes.length });
      if (bytes.length > maxParamBytes) {
        warnings.push(`${path} has ${formatBytes(bytes.length)}: too much to be taken for parameters`);
        continue;
      }
      const read = await readParamFile(bytes.toString("utf8"), format);
      if ("problem" in read) {
        const { line, column, message } = read.problem;
        warnings.push(`${path}:${line}:${column}: ${message}; its parameters are not recorded`);
        continue;
      }
      for (const [key, value] of Object.entries(read.params)) {
        const fits = key !== "" && key.length <= longestKey && value.length <= longestValue;
        if (fits) params[key] = value;
        else warnings.push(`${path}: the parameter ${key.slice(0, longestKey)} is too long to be recorded`);
      }
    }
  }
  return { paramFiles, params, warnings };
}

export interface Folder {
  readonly absolute: string;
  /** From the repository's top, `.` for the top itself. */
  readonly path: string;
}

/** Digests of the lock files of these folders. */
export function digestLockFiles(folders: readonly Folder[]): NonNullable<RunContext["lockFiles"]> {
  return folders.flatMap(({ absolute, path }) =>
    readdirSync(absolute)
      .sort()
      .flatMap((name) => {
        const manager = lockFileManager(name);
        const bytes = manager === undefined ? undefined : readIfFile(join(absolute, name));
        if (manager === undefined || bytes === undefined) return [];
        const at = path === "." ? name : `${path}/${name}`;
        return [{ path: at, kind: "file" as const, sha256: sha256Of(bytes), size: bytes.length, manager }];
      }),
  );
}

function readIfFile(path: string): Buffer | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined; // not for us to read: then it is not what the command reads either
  }
}

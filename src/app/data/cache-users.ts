import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import { sha256Of } from "../../core/sha256.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import type { Workspace } from "../../workspace/discover.js";
import type { KeepingRepository } from "./keep-set.js";

/**
 * A cache that several repositories share knows them: each registers itself in `users/` when it first works with the
 * cache, and garbage collection asks all of them what they still need.
 */
export function registerCacheUser(cacheRoot: string, workspace: Workspace): void {
  const file = join(cacheRoot, "users", `${sha256Of(workspace.commonDir).slice(0, 32)}.json`);
  if (existsSync(file)) return;
  const { mainRoot: root, commonDir, bare } = workspace;
  writeFileAtomic(file, `${JSON.stringify({ bare, commonDir, root }, null, 2)}\n`);
}

/** The repositories that use a shared cache. @throws {MlxError} `MLX_GC_REFUSED` if one of them cannot be asked. */
export function cacheUsers(cacheRoot: string): KeepingRepository[] {
  const folder = join(cacheRoot, "users");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  return names.map((name) => readUser(join(folder, name)));
}

function readUser(file: string): KeepingRepository {
  const value: unknown = JSON.parse(readFileSync(file, "utf8"));
  const known =
    typeof value === "object" && value !== null && "root" in value && "commonDir" in value && "bare" in value;
  if (!known || typeof value.root !== "string" || typeof value.commonDir !== "string") {
    throw new MlxError("MLX_GC_REFUSED", `${file} does not say which repository it stands for`, {
      hint: "remove it if no repository is missing",
    });
  }
  if (!existsSync(value.commonDir)) {
    throw new MlxError(
      "MLX_GC_REFUSED",
      `the repository ${value.root} uses this cache and cannot be read from here`,
      {
        hint: `run it where that repository can be read, or, if it is gone for good, remove ${file}`,
      },
    );
  }
  return { root: value.root, commonDir: value.commonDir, bare: value.bare === true };
}

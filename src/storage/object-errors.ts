import { MlxError } from "../core/errors.js";
import type { Sha256 } from "../core/sha256.js";

/** The store handed out bytes that are not the object's. */
export function corruptInStore(sha256: Sha256, location: string, found: string): MlxError {
  return new MlxError(
    "MLX_CORRUPT_OBJECT",
    `${location} holds other bytes under ${sha256} (their SHA-256 is ${found})`,
    { hint: "repair it from a clone that has the bytes: mlx data verify --remote --repair" },
  );
}

/** The file that was to be stored does not hold the object's bytes. */
export function corruptInCache(sha256: Sha256, path: string): MlxError {
  return new MlxError("MLX_CORRUPT_OBJECT", `the local copy of ${sha256} is damaged: ${path}`, {
    hint: "fetch it again or add the original anew: mlx data verify --repair",
  });
}

export function missingInStore(sha256: Sha256, location: string): MlxError {
  return new MlxError("MLX_OBJECT_MISSING", `${location} does not hold ${sha256}`, {
    hint: "someone who has the bytes needs to push them: mlx data push",
  });
}

export function missingInCache(sha256: Sha256, path: string): MlxError {
  return new MlxError("MLX_NOT_CACHED", `there is no local copy of ${sha256}: ${path} is absent`, {
    hint: "fetch it from a remote that has it (mlx data fetch), or add the original anew (mlx data add)",
  });
}

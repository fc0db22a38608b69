import { MlxError, type SourceLocation } from "../core/errors.js";

/** What the registry holds does not fit together, so nothing is read from it or built on it. */
export function damaged(at: SourceLocation, problem: string): MlxError {
  return new MlxError("MLX_REGISTRY_DAMAGED", `${at.file} ${problem}`, {
    at,
    hint: "mlx registry verify says everything that is wrong and how to mend it",
  });
}

import { type ErrorDetails, MlxError } from "../../core/errors.js";

/** A history of MLflow, or a part of it, that cannot be read. */
export function sourceError(message: string, details: ErrorDetails = {}): MlxError {
  return new MlxError("MLX_MLFLOW_SOURCE", message, details);
}

/** For what an import can do nothing about but name it and go on. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

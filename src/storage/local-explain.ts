import { MlxError, systemCode } from "../core/errors.js";

/** Words what the file system refused; anything else is returned as it is. */
export function explainFileError(error: unknown, location: string): unknown {
  if (error instanceof MlxError || !(error instanceof Error)) return error;
  switch (systemCode(error)) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new MlxError("MLX_ACCESS_DENIED", `you may not do this in ${location}: ${error.message}`, {
        hint: "ask for the right to read and write there, and see `mlx remote check`",
        exitCode: 4,
        cause: error,
      });
    case "ENOSPC":
    case "EDQUOT":
      return new MlxError("MLX_DISK_FULL", `the disk is full: ${error.message}`, {
        hint: "free some space and try again; what was transferred is kept",
        cause: error,
      });
    case undefined:
      return error;
    default:
      return new MlxError("MLX_IO", `${location} failed: ${error.message}`, {
        hint: "check that the drive is mounted and healthy",
        cause: error,
      });
  }
}

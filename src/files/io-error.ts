import { MlxError, systemCode } from "../core/errors.js";

const reasons: Record<string, string> = {
  ENOENT: "it does not exist",
  EACCES: "permission denied",
  EPERM: "the operation is not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EIO: "the disk reports an input/output error",
  EMFILE: "too many open files",
  ENFILE: "too many open files on this machine",
  ENOTDIR: "a part of the path is a file, not a folder",
  EISDIR: "it is a folder",
  EEXIST: "something else stands in its place",
  ENAMETOOLONG: "the name is too long for this file system",
  ELOOP: "too many symbolic links on the way",
  EBUSY: "another program has it open",
  EFBIG: "the file is larger than this file system allows",
  EXDEV: "it is on another file system",
  ETXTBSY: "it is being executed",
};

/** The reason of a system error in plain words; other errors keep their message. */
export function ioReason(error: unknown): string {
  const code = systemCode(error);
  if (code !== undefined) return reasons[code] ?? code;
  return error instanceof Error ? error.message : String(error);
}

export function isDiskFull(code: string | undefined): boolean {
  return code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG";
}

export function isDenied(code: string | undefined): boolean {
  return code === "EACCES" || code === "EPERM" || code === "EROFS";
}

/**
 * A system error as one for the user: MLX_DISK_FULL, MLX_PERMISSION (exit 4) or MLX_IO. Whatever is no system error is
 * returned as it is: a bug, or worded already.
 * @param what what could not be done, without the reason: `cannot write /data/x`.
 */
export function ioError(error: unknown, what: string): unknown {
  const code = systemCode(error);
  if (error instanceof MlxError || code === undefined || code.startsWith("ERR_")) return error;
  const message = `${what}: ${ioReason(error)}`;
  if (isDiskFull(code)) {
    return new MlxError("MLX_DISK_FULL", message, {
      hint: "free some space there and run the command again; nothing was lost",
      cause: error,
    });
  }
  if (isDenied(code)) {
    return new MlxError("MLX_PERMISSION", message, {
      hint: "check who owns it and its permissions",
      exitCode: 4,
      cause: error,
    });
  }
  return new MlxError("MLX_IO", message, { cause: error });
}

import { constants, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.js";

/** Paths of two named pipes for a child's output. */
export interface OutputPipes {
  readonly stdout: string;
  readonly stderr: string;
}

/** Both ends of a pipe, as file descriptors. */
export interface PipeEnds {
  readonly read: number;
  readonly write: number;
}

/**
 * Makes pipes in a folder. Node's own are sockets, which a child cannot open again as `/dev/stdout` or `/dev/stderr`,
 * as shell scripts like to.
 * @returns undefined where there are no named pipes: on Windows and some file systems.
 */
export async function makeOutputPipes(
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<OutputPipes | undefined> {
  if (process.platform === "win32") return undefined;
  const pipes = { stdout: join(folder, "stdout.pipe"), stderr: join(folder, "stderr.pipe") };
  try {
    const { code } = await run("mkfifo", ["-m", "600", pipes.stdout, pipes.stderr], { cwd: folder, env });
    return code === 0 ? pipes : undefined;
  } catch {
    return undefined;
  }
}

/** Opens both ends and removes the name. */
export function openPipe(path: string): PipeEnds {
  // Only without waiting can the reading end be opened first, and only after it the writing end.
  const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const write = openSync(path, constants.O_WRONLY);
  rmSync(path);
  return { read, write };
}

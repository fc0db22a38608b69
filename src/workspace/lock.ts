import { join } from "node:path";
import { acquireLock, type Lock, type LockOptions } from "../files/lock.js";

/**
 * The lock of one worktree, for commands that change its pointers, data or stat cache. Waits as long as it takes.
 * @param stateDir the worktree's `.mlx`.
 */
export function lockWorkspace(stateDir: string, options: LockOptions = {}): Promise<Lock> {
  return acquireLock(join(stateDir, "lock"), options);
}

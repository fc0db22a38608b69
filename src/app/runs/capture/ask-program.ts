import { MlxError } from "../../../core/errors.js";
import { run } from "../../../process/run.js";

/** Starts a program to ask it something; `undefined` if it cannot be started, fails, or takes too long. */
export type Ask = (program: string, args: readonly string[]) => Promise<string | undefined>;

const timeoutMs = 10_000;

export function asker(cwd: string, env: NodeJS.ProcessEnv): Ask {
  return async (program, args) => {
    try {
      const { code, stdout } = await run(program, args, { cwd, env, timeoutMs, ownGroup: true });
      return code === 0 ? stdout.toString("utf8") : undefined;
    } catch (error) {
      if (error instanceof MlxError || (error instanceof Error && "syscall" in error)) return undefined;
      throw error;
    }
  };
}

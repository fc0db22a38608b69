import { constants } from "node:os";

const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Lets the command clean up when the process is asked to end: the first signal aborts, a second one ends at once.
 */
export function abortOnSignals(): { readonly signal: AbortSignal; exitCode(): number | undefined } {
  const controller = new AbortController();
  let code: number | undefined;
  for (const name of names) {
    process.on(name, () => {
      if (code !== undefined) process.exit(code);
      code = 128 + constants.signals[name];
      controller.abort();
    });
  }
  return { signal: controller.signal, exitCode: () => code };
}

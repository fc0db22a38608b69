import { constants } from "node:os";
import type { SignalSource } from "../app/app.js";

const ending = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** What a program may have its own use for; mlx itself leaves them to the system. */
const others = process.platform === "win32" ? [] : (["SIGQUIT", "SIGUSR1", "SIGUSR2"] as const);

export interface ProcessSignals extends SignalSource {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** 128 + N once signal N has come. */
  exitCode(): number | undefined;
}

/**
 * Lets the command clean up when the process is asked to end: the first signal aborts, a second one ends at once.
 * A command may take the signals over instead.
 */
export function abortOnSignals(): ProcessSignals {
  const controller = new AbortController();
  let code: number | undefined;
  let taker: ((signal: NodeJS.Signals) => void) | undefined;
  for (const name of ending) {
    process.on(name, () => {
      if (taker) return taker(name);
      if (code !== undefined) process.exit(code);
      code = 128 + constants.signals[name];
      controller.abort();
    });
  }
  return {
    signal: controller.signal,
    exitCode: () => code,
    takeOver: (listener) => {
      taker = listener;
      for (const name of others) process.on(name, listener);
      return () => {
        if (taker === listener) taker = undefined;
        for (const name of others) process.off(name, listener);
      };
    },
  };
}

import { runInNewContext } from "node:vm";

/** Milliseconds. */
const patience = 2000;

/**
 * Does work that does not wait for anything, and stops it where it takes too long: a regular expression can be written so
 * that to try it on a short text takes years. Only V8's own watch can stop one.
 * @returns undefined if it was stopped.
 */
export function withinTime<T>(work: () => T): T | undefined {
  let result: T | undefined;
  const keep = () => {
    result = work();
  };
  try {
    runInNewContext("keep()", { keep }, { timeout: patience });
  } catch (error) {
    if (!isTimeout(error)) throw error;
  }
  return result;
}

/** V8 makes the error in the realm that it stopped, so it is no `Error` of this one. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}

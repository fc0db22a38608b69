import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { RunInput } from "./app.js";

/** What the running process hands to the command line. */
export function processInput(): RunInput {
  const script = process.argv[1];
  return {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    selfCommand:
      script === undefined ? [process.execPath] : [process.execPath, realpathSync(resolve(script))],
  };
}

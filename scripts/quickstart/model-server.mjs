// The example's stand-in for a model, on this machine.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { project, Surprise } from "./stage.mjs";

const script = join(project, "examples", "support-bot", "model-server.mjs");

/** Starts it as a process of its own on a free port. @returns its address, and how to end it. */
export function startModelServer(base) {
  const said = join(base, "server.txt");
  const output = openSync(said, "w");
  const child = spawn(process.execPath, [script, "0"], { stdio: ["ignore", output, output] });
  closeSync(output);
  const still = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; waited < 10_000; waited += 50) {
    const [, url] = /^OPENAI_BASE_URL=(\S+)\n/.exec(readFileSync(said, "utf8")) ?? [];
    if (url !== undefined) return { url, stop: () => child.kill() };
    Atomics.wait(still, 0, 0, 50);
  }
  child.kill();
  throw new Surprise(`the example's server did not start: ${readFileSync(said, "utf8")}`);
}

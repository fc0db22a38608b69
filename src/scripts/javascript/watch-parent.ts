import { Worker } from "node:worker_threads";

/** Milliseconds between two looks. */
const every = 1000;

const watch = `const { workerData } = require("node:worker_threads");
setInterval(() => {
  if (process.ppid !== workerData) process.kill(-process.pid, "SIGKILL");
}, ${every});`;

/**
 * Ends this process and what it started once the process that started it is gone. The end of the pipe tells the same, but not
 * to a thread that a script never gives back.
 */
export function watchParent(): void {
  // Windows keeps the number of a parent that is gone, and has no groups.
  if (process.platform === "win32") return;
  new Worker(watch, { eval: true, workerData: process.ppid, env: {}, execArgv: [] }).unref();
}

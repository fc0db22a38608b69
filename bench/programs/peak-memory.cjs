// Preloaded into a Node program that is measured: writes its peak resident memory, in kB, as it ends.
const { readFileSync, writeFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

const file = process.env.MLX_BENCH_PEAK_FILE;
if (file !== undefined && isMainThread) process.on("exit", () => writeFileSync(file, String(peak())));

/** Of all threads. What getrusage says on Linux may be the peak of the process that started this one. */
function peak() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
}

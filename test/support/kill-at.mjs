// Preloaded by `node --import`: ends the process with SIGKILL at its N-th change of the file system, or lets every
// change that takes space fail with ENOSPC from the N-th on. Counts over all threads, in a file.
//   MLX_TEST_STEPS      file that grows by one byte a step (needed)
//   MLX_TEST_KILL_AT    N; a write is cut in half first
//   MLX_TEST_FULL_FROM  N
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const counter = process.env["MLX_TEST_STEPS"];
const killAt = Number(process.env["MLX_TEST_KILL_AT"] ?? 0);
const fullFrom = Number(process.env["MLX_TEST_FULL_FROM"] ?? 0);
const original = { ...fs };

const takesSpace = new Set([
  "open",
  "write",
  "writev",
  "writeFile",
  "appendFile",
  "mkdir",
  "symlink",
  "link",
  "copyFile",
]);
const changes = [
  ...takesSpace,
  ...[
    "rename",
    "unlink",
    "rm",
    "rmdir",
    "chmod",
    "fchmod",
    "truncate",
    "ftruncate",
    "fsync",
    "fdatasync",
    "utimes",
    "futimes",
  ],
];

function isChange(name, args) {
  if (name !== "open") return true;
  const flags = args[1] ?? "r";
  if (typeof flags === "number")
    return (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT)) !== 0;
  return typeof flags === "string" && flags !== "r";
}

/** Counts a step; does not return if it is the last one. @returns an error to fail with, or undefined. */
function step(name, args) {
  if (!isChange(name, args)) return undefined;
  const handle = original.openSync(counter, "a");
  original.writeSync(handle, ".");
  const { size } = original.fstatSync(handle);
  original.closeSync(handle);
  if (killAt > 0 && size >= killAt) {
    if (name === "write" && args[1]?.byteLength > 1) cutWrite(args);
    process.kill(process.pid, "SIGKILL");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
  }
  if (fullFrom === 0 || size < fullFrom || !takesSpace.has(name)) return undefined;
  const error = new Error(`ENOSPC: no space left on device, ${name}`);
  return Object.assign(error, { code: "ENOSPC", errno: -28, syscall: name });
}

function cutWrite([handle, bytes, offset, length, position]) {
  if (typeof offset !== "number" || typeof length !== "number") return;
  original.writeSync(handle, bytes, offset, length >> 1, position);
}

for (const name of changes) {
  const sync = original[`${name}Sync`];
  fs[`${name}Sync`] = (...args) => {
    const fault = step(name, args);
    if (fault) throw fault;
    return sync(...args);
  };
  const callback = original[name];
  fs[name] = (...args) => {
    const fault = step(name, args);
    if (fault) process.nextTick(args.at(-1), fault);
    else callback(...args);
  };
  const promised = fs.promises[name];
  if (promised === undefined) continue;
  fs.promises[name] = async (...args) => {
    const fault = step(name, args);
    if (fault) throw fault;
    return await promised(...args);
  };
}
syncBuiltinESMExports();

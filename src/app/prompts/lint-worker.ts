import { parentPort } from "node:worker_threads";
import { type LintShare, lintShare } from "./lint-share.js";

// The entry of the thread that lints beside the first one: `dist/lint-worker.js`. It gets one share and ends.
parentPort?.once("message", async (share: LintShare) => {
  parentPort?.postMessage(await lintShare(share));
});

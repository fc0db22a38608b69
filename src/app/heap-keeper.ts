import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const slackBytes = 16 * 1024 * 1024;
const growth = 1.25;
const callsBetweenLooks = 256;

/**
 * Keeps a long transfer's memory near what it really uses. Left alone, V8 lets the garbage of many small objects grow to
 * several times that before it collects.
 * @returns a function to be called for each object; it looks now and then, and collects once the heap has grown by a quarter and 16 MB.
 */
export function heapKeeper(): () => void {
  const collect = garbageCollector();
  let calls = 0;
  let limit = 0;
  return () => {
    if (calls++ % callsBetweenLooks !== 0 || getHeapStatistics().used_heap_size < limit) return;
    if (limit > 0) collect();
    limit = getHeapStatistics().used_heap_size * growth + slackBytes;
  };
}

/** Node hands out V8's collector only to those who ask for it by a flag, which new contexts heed at any time. */
function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  return typeof collect === "function" ? () => void collect() : () => undefined;
}

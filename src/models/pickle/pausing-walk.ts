import type { ByteSource } from "../byte-source.js";
import type { Pause } from "../scan-context.js";
import type { PickleWalk, WalkOptions } from "./pickle-walk.js";
import type { PickleWatcher } from "./pickle-watcher.js";
import { PickleWalker } from "./walk.js";

/** Follows one pickle, and lets others have their turn on the way. */
export async function pausingWalk(
  source: ByteSource,
  start: number,
  watcher: PickleWatcher,
  options: WalkOptions,
  pause: Pause,
): Promise<PickleWalk> {
  const walker = new PickleWalker(source, start, watcher, options);
  for (;;) {
    const walk = walker.proceed();
    if (walk !== undefined) return walk;
    await pause();
  }
}

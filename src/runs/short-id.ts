import type { RunId } from "./types.js";

/** What tables show of an id: its last 8 characters, all of them random. */
export function shortId(id: RunId): string {
  return id.slice(-8);
}

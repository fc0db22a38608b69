import { timeOfUlid, type Ulid, ulid } from "../../core/ulid.js";

/**
 * The id of a new event. It sorts after `latest` even where this machine's clock is behind that of whoever wrote it, so
 * that the order of ids is an order in which each event comes after those that it follows.
 * @param now epoch milliseconds. @param random 10 bytes. @param latest of the item's events.
 */
export function nextEventId(now: number, random: Uint8Array, latest: Ulid | undefined): Ulid {
  const after = latest === undefined ? 0 : timeOfUlid(latest) + 1;
  return ulid(Math.max(now, after), random);
}

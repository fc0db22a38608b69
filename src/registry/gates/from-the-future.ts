/** How far a clock may be ahead: milliseconds. The shortest age that a gate can ask for. */
const tolerance = 3_600_000;

/**
 * Why something does not count whose time is yet to come: it would be the newest, and young enough, for ever.
 * @param time RFC 3339. @param now epoch milliseconds. @returns a clause; undefined where it is not.
 */
export function fromTheFuture(time: string, now: number): string | undefined {
  return Date.parse(time) - now > tolerance
    ? `it is dated ${time.slice(0, 10)}, which is yet to come, so a clock was wrong: delete it and make it anew`
    : undefined;
}

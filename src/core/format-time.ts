const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The last moment that RFC 3339 can tell, epoch milliseconds: the end of the year 9999. */
export const lastTime = 253_402_300_799_999;

/** A span of time for people: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. @param ms milliseconds. */
export function formatDuration(ms: number): string {
  if (ms < 10 * second) return `${Number((Math.max(0, ms) / second).toFixed(1))} s`;
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return twoUnits(ms, minute, "min", second, "s");
  if (ms < day) return twoUnits(ms, hour, "h", minute, "min");
  return twoUnits(ms, day, "d", hour, "h");
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  const whole = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}

/**
 * How long ago something was: `just now`, `5 min ago`, `3 h ago`, `12 d ago`; after 30 days its date in UTC.
 * @param time epoch milliseconds. @param now epoch milliseconds.
 */
export function relativeTime(time: number, now: number): string {
  const ago = now - time;
  if (ago < -minute || ago >= 30 * day) return new Date(time).toISOString().slice(0, 10);
  if (ago < 10 * second) return "just now";
  if (ago < minute) return `${Math.floor(ago / second)} s ago`;
  if (ago < hour) return `${Math.floor(ago / minute)} min ago`;
  return ago < 2 * day ? `${Math.floor(ago / hour)} h ago` : `${Math.floor(ago / day)} d ago`;
}

/** A moment for people, to the second, in UTC: `2026-03-01 12:00:05 UTC`. @param time epoch milliseconds. */
export function formatMoment(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** A moment for people, to the minute, in UTC, for texts that are kept: `2026-03-01 12:00 UTC`. @param time epoch milliseconds. */
export function formatMinute(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** RFC 3339 in UTC, to the millisecond. @param time epoch milliseconds. */
export function timestamp(time: number): string {
  return new Date(time).toISOString();
}

const units: Readonly<Record<string, number>> = {
  ...{ m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 },
};

/** What `momentOf` understands, for messages. */
export const momentForm =
  "a date such as 2026-03-03, a time such as 2026-03-03T12:00:00Z, or an age such as 12h, 30d or 8w";

/**
 * The moment that a text means, in epoch milliseconds: a date in UTC, a time of RFC 3339, or an age before `now`.
 * @param now epoch milliseconds. @param edge which end of a date that has no time is meant.
 * @returns undefined for any other text.
 */
export function momentOf(text: string, now: number, edge: "start" | "end"): number | undefined {
  const age = /^(\d{1,6})([mhdw])$/.exec(text);
  if (age) return now - Number(age[1]) * (units[age[2] ?? ""] ?? 0);
  const whole = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/.exec(text);
  const time = whole === null ? Number.NaN : Date.parse(text);
  if (Number.isNaN(time) || !sameDay(whole?.[1] ?? "")) return undefined;
  return whole?.[2] === undefined && edge === "end" ? time + 86_399_999 : time;
}

/** Some engines read 30 February as a day of March. */
function sameDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

import { expect, test } from "vitest";
import { momentOf } from "../../../src/core/moment-text.js";

const now = Date.parse("2026-03-10T12:00:00Z");

test.each([
  ["2026-03-03", "start", "2026-03-03T00:00:00.000Z"],
  ["2026-03-03", "end", "2026-03-03T23:59:59.999Z"],
  ["2026-03-03T10:00Z", "start", "2026-03-03T10:00:00.000Z"],
  ["2026-03-03T10:00:05.25+02:00", "end", "2026-03-03T08:00:05.250Z"],
  ["30m", "start", "2026-03-10T11:30:00.000Z"],
  ["12h", "end", "2026-03-10T00:00:00.000Z"],
  ["10d", "start", "2026-02-28T12:00:00.000Z"],
  ["2w", "start", "2026-02-24T12:00:00.000Z"],
] as const)("%s, taken at its %s, is %s", (text, edge, expected) => {
  const moment = momentOf(text, now, edge);
  expect(moment === undefined ? undefined : new Date(moment).toISOString()).toBe(expected);
});

test.each([
  "",
  "yesterday",
  "2026-02-30",
  "2026-13-01",
  "2026-03-03T10:00",
  "10",
  "10y",
  "-3d",
  "2026-03-03 ",
])("%j is no moment", (text) => {
  expect(momentOf(text, now, "start")).toBeUndefined();
});

import { expect, test } from "vitest";
import { nextEventId } from "../../../../src/registry/events/event-id.js";

const random = new Uint8Array(10).fill(255);

test("an id sorts after the latest one, even when this machine's clock is behind", () => {
  const first = nextEventId(1_800_000_000_000, random, undefined);
  const second = nextEventId(1_800_000_000_000, new Uint8Array(10), first);
  const third = nextEventId(1_700_000_000_000, new Uint8Array(10), second);
  expect([third, first, second].sort()).toEqual([first, second, third]);
});

test("the time of an id is that of its making, in milliseconds", () => {
  const early = nextEventId(1000, new Uint8Array(10), undefined);
  expect(early).toBe("00000000Z80000000000000000");
  expect(nextEventId(0, new Uint8Array(10), early)).toBe("00000000Z90000000000000000");
});

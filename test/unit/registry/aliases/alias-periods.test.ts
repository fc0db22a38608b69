import { expect, test } from "vitest";
import { aliasPeriods } from "../../../../src/registry/aliases/alias-periods.js";
import { eventText, evidenceText } from "../../../../src/registry/events/event-text.js";
import { intactEvents } from "../../../../src/registry/events/heads.js";
import { ann, bob, RegistryScene } from "../../../support/registry-scene.js";

test("each time that an alias pointed at a version has a beginning and, unless it lasts, an end", () => {
  const made = new RegistryScene();
  made.publish("1.0.0");
  made.publish("2.0.0");
  const first = made.alias("stable", "1.0.0");
  const second = made.alias("stable", "2.0.0", { author: bob });
  const gone = made.unalias("stable");
  const third = made.alias("stable", "1.0.0");
  expect(
    aliasPeriods(made.item).map(({ version, from, to, event }) => [version, from, to, event.author]),
  ).toEqual([
    ["1.0.0", third.time, undefined, ann],
    ["2.0.0", second.time, gone.time, bob],
    ["1.0.0", first.time, second.time, ann],
  ]);
});

test("every kind of event has words of its own", () => {
  const made = new RegistryScene();
  made.publish("1.0.0");
  made.publish("2.0.0");
  made.alias("stable", "1.0.0");
  made.alias("stable", "2.0.0");
  made.alias("stable", "1.0.0", { kind: "rollback" });
  made.judge("approve", "2.0.0", bob);
  made.judge("reject", "2.0.0", bob);
  made.unalias("stable");
  expect(intactEvents(made.item).map(eventText)).toEqual([
    ...["published 1.0.0", "published 2.0.0", "stable 1.0.0", "stable 1.0.0 → 2.0.0"],
    ...["stable 2.0.0 → 1.0.0 (rollback)", "approved 2.0.0", "rejected 2.0.0", "stable removed, was 1.0.0"],
  ]);
});

test("evidence tells each gate and what was overridden", () => {
  const made = new RegistryScene();
  made.publish("1.0.0");
  const gates = [
    { gate: "lint: errors", passed: true, reason: "0 errors" },
    { gate: "approvals: 1", passed: false, reason: "0 of 1" },
  ];
  expect(evidenceText(made.alias("stable", "1.0.0", { gates, override: "on fire" }))).toBe(
    "passed lint: errors (0 errors); FAILED approvals: 1 (0 of 1); OVERRIDDEN: on fire",
  );
});

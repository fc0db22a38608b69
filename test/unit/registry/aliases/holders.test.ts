import { expect, test } from "vitest";
import { previousHolder } from "../../../../src/registry/aliases/holders.js";
import { aliasEvents, headsOf } from "../../../../src/registry/events/heads.js";
import type { RegistryEvent } from "../../../../src/registry/types.js";
import { RegistryScene } from "../../../support/registry-scene.js";

function scene(...versions: string[]): RegistryScene {
  const made = new RegistryScene();
  for (const version of versions) made.publish(version);
  return made;
}

function before(made: RegistryScene): string | undefined {
  const events = aliasEvents(made.item, "stable");
  const head = headsOf(events).at(-1);
  return head && previousHolder(events, head)?.version;
}

test("the first version to hold an alias has none before it", () => {
  const made = scene("1.0.0");
  made.alias("stable", "1.0.0");
  expect(before(made)).toBeUndefined();
});

test("a second rollback goes further back instead of to and fro", () => {
  const made = scene("1.0.0", "2.0.0", "3.0.0");
  for (const version of ["1.0.0", "2.0.0", "3.0.0"]) made.alias("stable", version);
  expect(before(made)).toBe("2.0.0");
  made.alias("stable", "2.0.0", { kind: "rollback" });
  expect(before(made)).toBe("1.0.0");
  made.alias("stable", "1.0.0", { kind: "rollback" });
  expect(before(made)).toBeUndefined();
});

test("what is set after a rollback goes back to what the rollback restored", () => {
  const made = scene("1.0.0", "2.0.0", "3.0.0");
  made.alias("stable", "1.0.0");
  made.alias("stable", "2.0.0");
  made.alias("stable", "1.0.0", { kind: "rollback" });
  made.alias("stable", "3.0.0");
  expect(before(made)).toBe("1.0.0");
});

test("setting an earlier version by name counts as a new holder", () => {
  const made = scene("1.0.0", "2.0.0");
  made.alias("stable", "1.0.0");
  made.alias("stable", "2.0.0");
  made.alias("stable", "1.0.0");
  expect(before(made)).toBe("2.0.0");
});

test("a removal is no holder: what held the alias before it comes back", () => {
  const made = scene("1.0.0", "2.0.0");
  made.alias("stable", "1.0.0");
  made.unalias("stable");
  expect(before(made)).toBe("1.0.0");
  made.alias("stable", "2.0.0");
  expect(before(made)).toBe("1.0.0");
});

test("an event that was interrupted before it moved the alias never held it", () => {
  const made = scene("1.0.0", "2.0.0", "3.0.0");
  made.alias("stable", "1.0.0");
  const interrupted = made.alias("stable", "2.0.0", { pointer: false });
  made.alias("stable", "3.0.0", { after: [interrupted] });
  expect(before(made)).toBe("1.0.0");
});

test("after a merge the side that the pointer was taken from counts", () => {
  const made = scene("1.0.0", "2.0.0", "3.0.0", "4.0.0");
  const base = made.alias("stable", "1.0.0");
  const ours = made.alias("stable", "2.0.0", { after: [base] });
  made.point("stable", base);
  const theirs = made.alias("stable", "3.0.0", { after: [base] });
  made.alias("stable", "4.0.0", { after: [ours, theirs] });
  expect(before(made)).toBe("3.0.0");
});

test("a thousand moves are walked at once", () => {
  const made = scene("1.0.0", "2.0.0");
  for (let index = 0; index < 1000; index++) made.alias("stable", index % 2 === 0 ? "1.0.0" : "2.0.0");
  const events: RegistryEvent[] = aliasEvents(made.item, "stable");
  const head = events.at(-1);
  const began = performance.now();
  expect(head && previousHolder(events, head)?.version).toBe("1.0.0");
  expect(performance.now() - began).toBeLessThan(45_000);
});

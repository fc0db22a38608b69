import { expect, test } from "vitest";
import { sha256Of } from "../../../../src/core/sha256.js";
import { approvalsOf } from "../../../../src/registry/approvals/approvals.js";
import { intactEvents } from "../../../../src/registry/events/heads.js";
import type { Person } from "../../../../src/registry/types.js";
import { ann, bob, RegistryScene } from "../../../support/registry-scene.js";

const eve: Person = { name: "Eve", email: "eve@example.com" };

function tally(made: RegistryScene, from?: readonly string[]) {
  const { counted, uncounted } = approvalsOf(intactEvents(made.item), made.ref("1.0.0"), ann, from);
  return {
    counted: counted.map(({ author }) => author.email),
    uncounted: uncounted.map(({ event, why }) => `${event.author.email} ${why}`),
  };
}

function published(): RegistryScene {
  const made = new RegistryScene();
  made.publish("1.0.0");
  return made;
}

test("each person counts once, however often they approve", () => {
  const made = published();
  for (const person of [bob, eve, bob]) made.judge("approve", "1.0.0", person);
  expect(tally(made).counted).toEqual([bob.email, eve.email]);
});

test("the author's own approval is there and does not count, whatever the case of the address", () => {
  const made = published();
  made.judge("approve", "1.0.0", { name: "A", email: "ANN@example.com" });
  expect(tally(made)).toEqual({ counted: [], uncounted: ["ANN@example.com is the version's own author"] });
});

test("a later rejection takes an approval back, and a later approval a rejection", () => {
  const made = published();
  made.judge("approve", "1.0.0", bob);
  made.judge("reject", "1.0.0", bob);
  expect(tally(made)).toEqual({ counted: [], uncounted: [`${bob.email} rejected it`] });
  made.judge("approve", "1.0.0", bob);
  expect(tally(made).counted).toEqual([bob.email]);
});

test("a rejection by somebody else takes nothing back, and is told", () => {
  const made = published();
  made.judge("approve", "1.0.0", bob);
  made.judge("reject", "1.0.0", eve);
  expect(tally(made)).toEqual({ counted: [bob.email], uncounted: ["eve@example.com rejected it"] });
});

test("from limits who counts, upper and lower case being the same", () => {
  const made = published();
  made.judge("approve", "1.0.0", bob);
  made.judge("approve", "1.0.0", eve);
  expect(tally(made, ["bob@example.com"])).toEqual({
    counted: [bob.email],
    uncounted: ["eve@example.com is not among those who may approve"],
  });
});

test("an approval of another record of the same version has lapsed", () => {
  const made = published();
  made.event({
    ...{ kind: "approve", author: bob, message: "", parents: [] },
    target: { version: "1.0.0", record: sha256Of("another") },
  });
  expect(tally(made)).toEqual({
    counted: [],
    uncounted: [`${bob.email} lapsed: it was given for another record of this version`],
  });
});

test("an approval of another version says nothing", () => {
  const made = published();
  made.publish("2.0.0");
  made.judge("approve", "2.0.0", bob);
  expect(tally(made)).toEqual({ counted: [], uncounted: [] });
});

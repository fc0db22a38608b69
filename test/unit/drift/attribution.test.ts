import { expect, test } from "vitest";
import { type AttributedStep, attributeSteps } from "../../../src/drift/attribution.js";
import type { DriftVerdict } from "../../../src/drift/verdict.js";

function steps(
  ...states: readonly (readonly [verdict: DriftVerdict | undefined, distance: number])[]
): AttributedStep[] {
  return states.map(([verdict, distance], place) => ({
    commit: String(place),
    time: place,
    author: "Ada",
    subject: `s${place}`,
    ...(verdict !== undefined && { verdict, distance, column: "x" }),
  }));
}

const moved = (...states: readonly (readonly [verdict: DriftVerdict | undefined, distance: number])[]) =>
  attributeSteps(steps(...states)).moved?.commit;

test("the commit since which the data drift is named", () => {
  expect(moved(["ok", 0], ["ok", 0.5], ["drift", 3], ["drift", 5])).toBe("2");
});

test("of several turns the last one is named", () => {
  expect(moved(["ok", 0], ["drift", 3], ["ok", 0.2], ["drift", 2])).toBe("3");
});

test("what is unknown between is passed over", () => {
  expect(moved(["ok", 0], [undefined, 0], ["drift", 3])).toBe("2");
});

test("of data that drifted from the beginning the commit is named that moved them most", () => {
  const found = attributeSteps(steps(["drift", 2], ["drift", 2.5], ["drift", 6]));
  expect([found.moved?.commit, found.reason]).toEqual(["2", "the data drifted before, and moved most there"]);
});

test("small moves are nobody's fault", () => {
  expect(moved(["ok", 0], ["ok", 0.6], ["warning", 0.9])).toBeUndefined();
  expect(attributeSteps(steps(["drift", 2], ["drift", 2.2])).reason).toContain("at the beginning already");
});

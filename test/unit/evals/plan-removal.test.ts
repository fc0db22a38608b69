import { expect, test } from "vitest";
import { planRemoval } from "../../../src/evals/plan-removal.js";

const of = (id: string, suite: string, started: number, running = false) => ({ id, suite, started, running });
const evaluations = [
  of("a1", "a", 10),
  of("a2", "a", 20),
  of("a3", "a", 30),
  of("b1", "b", 15),
  of("b2", "b", 25, true),
];
const ids = (policy: Parameters<typeof planRemoval>[1]) =>
  planRemoval(evaluations, policy).map(({ id }) => id);

test("by age those go that began before", () => {
  expect(ids({ before: 20 })).toEqual(["b1", "a1"]);
});

test("by number all but the latest of each suite go, whatever order they come in", () => {
  expect(ids({ keep: 1 })).toEqual(["a2", "a1"]);
  expect(ids({ keep: 2 })).toEqual(["a1"]);
});

test("both conditions have to hold", () => {
  expect(ids({ before: 30, keep: 2 })).toEqual(["a1"]);
  expect(ids({ before: 10, keep: 1 })).toEqual([]);
});

test("without a condition all go but one that is running", () => {
  expect(ids({})).toEqual(["a3", "a2", "b1", "a1"]);
});

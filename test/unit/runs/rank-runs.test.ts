import { expect, test } from "vitest";
import { rankBy } from "../../../src/runs/rank-runs.js";

const ranks = (values: readonly number[], direction: "min" | "max") =>
  rankBy(values, (value) => value, direction).map(({ rank, item, tied }) => [rank, item, tied]);

test("the smallest or the greatest value is first", () => {
  expect(ranks([2, 1, 3], "min")).toEqual([
    [1, 1, false],
    [2, 2, false],
    [3, 3, false],
  ]);
  expect(ranks([2, 1, 3], "max").map(([, item]) => item)).toEqual([3, 2, 1]);
});

test("equal values share a rank and are told to be tied", () => {
  expect(ranks([1, 2, 1], "min")).toEqual([
    [1, 1, true],
    [1, 1, true],
    [3, 2, false],
  ]);
});

test("NaN never wins, whichever direction is better", () => {
  expect(ranks([Number.NaN, 5, Number.POSITIVE_INFINITY], "max").map(([, item]) => item)).toEqual([
    Number.POSITIVE_INFINITY,
    5,
    Number.NaN,
  ]);
  expect(ranks([Number.NaN, 5], "min").map(([, item]) => item)).toEqual([5, Number.NaN]);
});

test("of equal values the first one given stays first", () => {
  const items = [
    { name: "b", value: 1 },
    { name: "a", value: 1 },
  ];
  expect(rankBy(items, ({ value }) => value, "max").map(({ item }) => item.name)).toEqual(["b", "a"]);
});

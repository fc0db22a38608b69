import { expect, test } from "vitest";
import { keepExtremes } from "../../../src/ui/keep-extremes.js";
import { textChart } from "../../../src/ui/text-chart.js";

test("a rising curve goes from the lower left to the upper right, between labelled ends", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 10, y: 100 },
  ];
  const lines = textChart(points, { width: 20, height: 6, xLabel: "step" }).split("\n");
  expect(lines[0]).toMatch(/^100 │ +⡠|^100 │ +\S+$/);
  expect(lines[3]).toMatch(/^ {2}0 │\S/);
  expect(lines.at(-1)).toMatch(/step 0 +10$/);
});

test("a value that is no number is a gap, and nothing but such values is no chart", () => {
  expect(textChart([{ x: 0, y: Number.NaN }], { width: 20, height: 6, xLabel: "step" })).toBe("");
  const gap = [
    { x: 0, y: 1 },
    { x: 5, y: Number.NaN },
    { x: 10, y: 1 },
  ];
  const chart = textChart(gap, { width: 24, height: 5, xLabel: "step" });
  expect(chart).toMatch(/│\S +\S\n/);
});

test("thinning keeps the ends and the extremes of each column, in order", () => {
  const points = Array.from({ length: 1000 }, (_, x) => ({ x, y: x === 500 ? 99 : x === 505 ? -99 : 0 }));
  const kept = keepExtremes(points, 10);
  expect(kept.length).toBeLessThanOrEqual(22);
  expect([kept[0], kept.at(-1)]).toEqual([points[0], points[999]]);
  expect(kept.filter(({ y }) => y !== 0)).toEqual([
    { x: 500, y: 99 },
    { x: 505, y: -99 },
  ]);
});

test("points of one and the same place are thinned, too", () => {
  const points = Array.from({ length: 1000 }, (_, y) => ({ x: 3, y }));
  expect(keepExtremes(points, 10).length).toBeLessThanOrEqual(22);
});

import { expect, test } from "vitest";
import { sparkline } from "../../../src/ui/sparkline.js";

test("draws the smallest value lowest and the greatest highest", () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe("▁▂▃▄▅▆▇█");
});

test("NaN and the infinities are gaps", () => {
  expect(sparkline([0, Number.NaN, 1, Number.POSITIVE_INFINITY], 8)).toBe("▁ █ ");
});

test("a series that never changes is flat, one without values empty", () => {
  expect(sparkline([3, 3, 3], 8)).toBe("▄▄▄");
  expect(sparkline([], 8)).toBe("");
  expect(sparkline([Number.NaN], 8)).toBe(" ");
});

test("a long series is thinned to the width", () => {
  const rising = Array.from({ length: 1000 }, (_, index) => index);
  expect(sparkline(rising, 8)).toBe("▁▂▃▄▅▆▇█");
});

test("the whole range of numbers fits", () => {
  expect(sparkline([-Number.MAX_VALUE, 0, Number.MAX_VALUE], 8)).toBe("▁▅█");
});

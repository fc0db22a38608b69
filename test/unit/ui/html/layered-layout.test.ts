import { expect, test } from "vitest";
import { layeredLayout } from "../../../../src/ui/html/layered-layout.js";

const box = (id: string, column: number, height = 40) => ({ id, column, width: 100, height });

test("boxes of a column stand below each other, columns beside each other", () => {
  const { places, width, height } = layeredLayout([box("a", 0), box("b", 0), box("c", 3)], []);
  const [a, b, c] = ["a", "b", "c"].map((id) => places.get(id));
  expect(a?.x).toBe(0);
  expect(b?.x).toBe(0);
  expect(c?.x).toBeGreaterThan(100);
  expect(Math.abs((b?.y ?? 0) - (a?.y ?? 0))).toBeGreaterThanOrEqual(40);
  expect(width).toBe((c?.x ?? 0) + 100);
  expect(height).toBeGreaterThanOrEqual(96);
});

test("boxes are ordered so that lines do not cross where they need not", () => {
  const boxes = [box("a", 0), box("b", 0), box("x", 1), box("y", 1)];
  const lines = [
    { from: "a", to: "y" },
    { from: "b", to: "x" },
  ];
  const { places } = layeredLayout(boxes, lines);
  const y = (id: string) => places.get(id)?.y ?? 0;
  expect(Math.sign(y("a") - y("b"))).toBe(Math.sign(y("y") - y("x")));
});

test("a line that passes a column keeps clear of its boxes", () => {
  const boxes = [box("a", 0), box("m", 1), box("n", 1, 80), box("z", 2)];
  const lines = [
    { from: "a", to: "m" },
    { from: "a", to: "n" },
    { from: "a", to: "z" },
    { from: "m", to: "z" },
    { from: "n", to: "z" },
  ];
  const { places, lines: drawn } = layeredLayout(boxes, lines);
  const passing = drawn.find(({ from, to }) => from === "a" && to === "z")?.points ?? [];
  expect(passing).toHaveLength(4);
  for (const [id, height] of [
    ["m", 40],
    ["n", 80],
  ] as const) {
    const top = places.get(id)?.y ?? 0;
    const lane = passing[1]?.y ?? 0;
    expect(lane < top || lane > top + height, `${id}: ${lane} within ${top}`).toBe(true);
  }
});

test("no box lies above or left of the origin, however many there are", () => {
  const boxes = Array.from({ length: 60 }, (_, at) => box(`${at}`, at % 5, 20 + (at % 7) * 10));
  const lines = boxes.flatMap(({ id, column }, at) =>
    boxes
      .filter((other, to) => other.column > column && (at + to) % 11 === 0)
      .map((other) => ({ from: id, to: other.id })),
  );
  const { places, height, width } = layeredLayout(boxes, lines);
  const columns = new Map<number, { top: number; bottom: number }[]>();
  for (const { id, column, height: tall } of boxes) {
    const { x, y } = places.get(id) ?? { x: -1, y: -1 };
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(x + 100).toBeLessThanOrEqual(width);
    expect(y + tall).toBeLessThanOrEqual(height + 1e-6);
    columns.set(column, [...(columns.get(column) ?? []), { top: y, bottom: y + tall }]);
  }
  for (const spans of columns.values()) {
    const sorted = spans.sort((a, b) => a.top - b.top);
    for (const [at, span] of sorted.entries()) {
      expect(span.top).toBeGreaterThanOrEqual((sorted[at - 1]?.bottom ?? 0) - 1e-6);
    }
  }
});

test("without boxes there is nothing", () => {
  expect(layeredLayout([], [])).toMatchObject({ width: 0, height: 0, lines: [] });
});

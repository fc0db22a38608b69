import { expect, test } from "vitest";
import { markup } from "../../../../src/core/markup.js";
import { curveChart } from "../../../../src/ui/html/curve-chart.js";
import { htmlPage } from "../../../../src/ui/html/page.js";
import { sampleCurve } from "../../../../src/ui/html/sample-curve.js";

test("text is escaped, markup is not, lists are joined", () => {
  const inner = markup`<b>${"<&>\"'"}</b>`;
  expect(markup`<p title="${'"x'}">${inner}${["a", markup`<i>`]}${undefined}${3}</p>`.text).toBe(
    '<p title="&quot;x"><b>&lt;&amp;&gt;&quot;&#39;</b>a<i>3</p>',
  );
});

test("characters that no page may hold, or that reorder it, are replaced", () => {
  expect(markup`${"a\u0000\u001b[31m\u202e\ud800b\n"}`.text).toBe("a\ufffd\ufffd[31m\ufffd\ufffdb\n");
});

test("a page loads nothing and runs nothing", () => {
  const page = htmlPage("<title>", markup`<p>x</p>`);
  expect(page).toContain("<title>&lt;title&gt;</title>");
  expect(page).toContain("default-src &#39;none&#39;");
  expect(page).not.toMatch(/<script|https?:|@import|url\(/);
  expect(page).toContain("prefers-color-scheme: dark");
});

test("a chart draws a path with a gap for NaN, a dot for a single point, and says what it shows", () => {
  const points = [
    { x: 0, y: 1 },
    { x: 1, y: 2 },
    { x: 2, y: Number.NaN },
    { x: 3, y: 4 },
    { x: 4, y: 3 },
  ];
  const curves = [
    { label: "a & b", points, place: 0 },
    { label: "one", points: [{ x: 2, y: 2 }], place: 1 },
  ];
  const { text } = curveChart(curves, { title: "loss <1>", xLabel: "step", endLabels: true });
  expect(text).toContain('role="img" aria-label="loss &lt;1&gt;"');
  expect(/ d="([^"]+)"/.exec(text)?.[1]?.match(/M/g)).toHaveLength(2);
  expect(text).toContain("<circle");
  expect(text).toContain("a &amp; b");
  expect(text).not.toMatch(/NaN|Infinity/);
});

test("a chart of nothing finite, or of one value only, is still a chart", () => {
  const at = (y: number) => [
    {
      label: "a",
      points: [
        { x: 0, y },
        { x: 1, y },
      ],
      place: 0,
    },
  ];
  for (const y of [Number.NaN, 0, 5, -1e300]) {
    expect(curveChart(at(y), { title: "t", xLabel: "step", endLabels: true }).text).not.toMatch(
      /NaN|Infinity|undefined/,
    );
  }
});

test("a thinned history is drawn through both extremes of each piece, the nearer one first", () => {
  const pieces = [
    { x: 0, low: 1, high: 1, mean: 1 },
    { x: 1, low: 0, high: 9, mean: 4 },
    { x: 2 },
    { x: 3, low: 2, high: 3, mean: 2 },
  ];
  const points = sampleCurve({ axis: "step", pieces, points: 9, notFinite: 1 });
  expect(points.map(({ y }) => y)).toEqual([1, 0, 9, Number.NaN, 2, 3]);
  expect(
    sampleCurve({ axis: "time", pieces: [{ x: 1500, low: 1, high: 1, mean: 1 }], points: 1, notFinite: 0 })[0]
      ?.x,
  ).toBe(1.5);
});

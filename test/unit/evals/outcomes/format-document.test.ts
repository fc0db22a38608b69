import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatBaseline } from "../../../../src/evals/outcomes/baseline.js";
import { readBaseline } from "../../../../src/evals/outcomes/read-baseline.js";

const document = readFileSync(new URL("../../../../src/evals/BASELINE-FORMAT.md", import.meta.url), "utf8");
const example = /^```json\n([^`]*)```$/m.exec(document)?.[1] ?? "";

test("the example of BASELINE-FORMAT.md is read, and written again byte for byte", () => {
  const baseline = readBaseline(Buffer.from(example), "evals/baselines/support.json");
  expect(baseline.cases.map(({ id }) => id)).toEqual(["opening-1", "refund-7"]);
  expect(formatBaseline(baseline)).toBe(example);
});

test("BASELINE-FORMAT.md names every key of the example, in the order of the cases", () => {
  const named = [...document.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, key = ""]) => key),
  );
  const { cases, ...header } = JSON.parse(example);
  const keys = Object.keys(cases[1]);
  expect(named.slice(-keys.length)).toEqual(keys);
  expect(named.slice(0, -keys.length).sort()).toEqual([...Object.keys(header), "partial"].sort());
});

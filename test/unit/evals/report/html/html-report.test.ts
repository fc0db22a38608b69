import { expect, test } from "vitest";
import { againstBaseline } from "../../../../../src/evals/outcomes/against-baseline.js";
import { compareOutcomes } from "../../../../../src/evals/outcomes/compare-outcomes.js";
import type { ScoredValue } from "../../../../../src/evals/outcomes/scored-value.js";
import { htmlReport } from "../../../../../src/evals/report/html/html-report.js";
import type { ReportedEvaluation } from "../../../../../src/evals/report/report.js";
import type { CaseResult } from "../../../../../src/evals/types.js";
import { caseResult, grade } from "../../../../support/evals/case-result.js";
import { baselineOf, outcomes } from "../../../../support/evals/outcomes.js";
import { reported } from "../../../../support/evals/reported.js";
import { supportResults, systemPrompt } from "../../../../support/evals/support-results.js";
import { attribute, type ReadPage, readPage, textOf } from "../../../../support/html/read-page.js";

const facts = {
  started: Date.UTC(2026, 4, 12, 8),
  file: "evals/support.eval.yaml",
  commit: "0123456789abcdef",
  dirty: true,
};

function pageText(results: readonly CaseResult[], more: Partial<ReportedEvaluation> = {}): string {
  const report = htmlReport({ ...reported(results), ...more }, facts);
  return [report.begin(), ...results.map((result) => report.add(result)), report.end()].join("");
}

const sectionsOf = ({ elements }: ReadPage) =>
  elements.filter(({ tagName }) => tagName === "section").map((section) => attribute(section, "id"));

const textsOf = ({ elements }: ReadPage, name: string) =>
  elements.filter(({ tagName }) => tagName === name).map(textOf);

test("the head says the verdict in a word, the figures, the time and the commit", () => {
  const page = readPage(pageText(supportResults(10)));
  const [header] = textsOf(page, "header");
  for (const text of ["support", "failed", "2026-05-12 08:00:00 UTC", "0123456789", "with changes", "Tokens"])
    expect(header).toContain(text);
  expect(textsOf(page, "title")[0]).toBe("support: failed");
  expect(page.policyFits).toBe(true);
});

test("each part of the evaluation has a section, and its charts say their figures in words", () => {
  const page = readPage(pageText(supportResults(10)));
  expect(sectionsOf(page)).toEqual([
    "gates",
    "metrics",
    "slices",
    "combinations",
    "graders",
    "latency",
    "cases",
  ]);
  const charts = page.elements.filter((element) => attribute(element, "role") === "img");
  expect(charts.length).toBeGreaterThan(15);
  expect(charts.filter((chart) => attribute(chart, "aria-label") === "")).toEqual([]);
  expect(attribute(charts.at(-1), "aria-label")).toBe("distribution of the latency");
  expect(charts.map((chart) => attribute(chart, "aria-label"))).toContain("cost per case against pass rate");
});

test("one prompt and one provider without times or slices leave their sections out", () => {
  const page = readPage(pageText([caseResult({ grades: [grade()] })]));
  expect(sectionsOf(page)).toEqual(["gates", "metrics", "graders", "cases"]);
});

test("an evaluation of which nothing could be graded says so", () => {
  const error = { code: "MLX_PROVIDER_TIMEOUT", message: "no answer within 60 s" };
  const page = readPage(pageText([caseResult({ status: "errored", error })]));
  expect(textsOf(page, "header")[0]).toMatch(/error.*nothing was graded.*1 errored/s);
  expect(page.data.rows[0]).toMatchObject({ status: "errored", error: "MLX_PROVIDER_TIMEOUT" });
});

test("scores have a table per slice, and fairness measures their figures or why there is none", () => {
  const results = supportResults(10);
  const { summary } = reported(results);
  const measured = { value: 0.12, interval: [0.02, 0.3], method: "newcombe", n: 40, units: 40 } as const;
  const fairness = [
    { measure: "demographic_parity", slice: "language", measured },
    { measure: "equalized_odds", slice: "topic", measured: { value: null, reason: "no case is positive" } },
  ] as const;
  const page = readPage(pageText(results, { summary: { ...summary, fairness } }));
  expect(textsOf(page, "summary")).toContain("helpful per slice");
  const section = page.elements.find((element) => attribute(element, "id") === "fairness");
  const text = section ? textOf(section) : "";
  expect(text).toContain("demographic parity by language");
  expect(text).toContain("0.02 to 0.3");
  expect(text).toContain("equalized odds by topic: no case is positive");
});

test("cases with probabilities get a calibration and a ROC curve", () => {
  const results = Array.from({ length: 40 }, (_, index) => {
    const isYes = index % 3 === 0;
    const score = (isYes ? 0.5 : 0.1) + (index % 7) / 20;
    const scored: ScoredValue = {
      ...{ name: "roc_auc", metric: "roc_auc", positive: "yes" },
      task: "binary",
      ...{ truth: isYes ? "yes" : "no", prediction: score > 0.5 ? "yes" : "no", scores: { yes: score } },
    };
    return caseResult({
      id: `c${index}`,
      index,
      test: `c${index}`,
      grades: [grade({ type: "roc_auc", scored })],
    });
  });
  const page = readPage(pageText(results));
  expect(sectionsOf(page)).toContain("scoring");
  expect(textsOf(page, "figcaption")).toEqual(["Calibration", "ROC curve"]);
});

test("a baseline brings the comparison, its flipped cases and what was not compared", () => {
  const before = outcomes(40, () => true);
  const after = outcomes(
    41,
    (index) => index > 8,
    (index) => ({ critical: index === 3 }),
  );
  const comparison = compareOutcomes(
    { outcomes: before, judges: [] },
    { outcomes: after, judges: [] },
    { effect: 0.05 },
  );
  const against = againstBaseline("evals/baselines/support.json", baselineOf(before), comparison, 0.05);
  const results = after.map(({ id, passed }, index) =>
    caseResult({ id, test: id, index, status: passed === 1 ? "passed" : "failed" }),
  );
  const page = readPage(pageText(results, { against }));
  const section = page.elements.find((element) => attribute(element, "id") === "comparison");
  const text = section ? textOf(section) : "";
  expect(text).toContain("regressed, −22.5 points");
  expect(text).toContain("9 cases flipped");
  expect(text).toContain("Not compared: 1 added");
  expect(page.data.rows.filter(({ flip }) => flip === "regressed").map(({ id }) => id)).toHaveLength(9);
});

test.each([
  "<script>alert(1)</script>",
  "</script><img src=x onerror=alert(1)>",
  "<!--",
  "<!--<script>",
  "]]>",
  "\u2028",
])("%j stays text wherever it stands", (hostile) => {
  const result = caseResult({
    ...{
      id: hostile,
      test: hostile,
      description: hostile,
      prompt: hostile,
      provider: hostile,
      status: "failed",
    },
    grades: [grade({ type: hostile, metric: hostile, status: "failed", reason: hostile })],
    messages: [{ role: "user", content: hostile }],
    ...{ output: hostile, vars: { [hostile]: hostile }, slices: { [hostile]: hostile } },
    ...{ namedScores: { [hostile]: 1 }, latencyMs: 5, costUsd: 1 },
  });
  const other = caseResult({ ...result, id: "other", index: 1, prompt: "p", costUsd: 2 });
  const page = readPage(
    pageText([result, other], {
      suite: hostile,
      gates: [{ name: hostile, passed: false, value: 1, threshold: 2, reason: hostile }],
    }),
  );
  expect(page.elements.filter(({ tagName }) => tagName === "script")).toHaveLength(2);
  expect(page.elements.filter(({ tagName }) => tagName === "img")).toEqual([]);
  expect(page.policyFits).toBe(true);
  expect(page.data.texts).toContain(hostile);
  expect(page.data.rows[0]).toMatchObject({ id: hostile, about: hostile, slices: { [hostile]: hostile } });
});

const kinds: readonly (readonly [string, string])[] = [
  ["plain text", "The parcel is on its way. "],
  ["Chinese", "包裹已经寄出，请耐心等待。"],
  ["markup", "<b>&quot;</b>\n"],
  ["control characters", "\u0001\u0002\u001b"],
];

test.each(kinds)("1,000 cases with long outputs of %s stay under 2 MB", (_, piece) => {
  const results = supportResults(250).map((result, index) => ({
    ...result,
    output: `${index} ${piece.repeat(2000)}`,
    messages: [...result.messages, { role: "user", content: `${index} ${piece.repeat(1000)}` } as const],
    vars: { ...result.vars, context: `${index} context ${piece.repeat(1000)}` },
  }));
  const text = pageText(results);
  expect(Buffer.byteLength(text)).toBeLessThan(2_000_000);
  const { data } = readPage(text);
  expect(data.rows).toHaveLength(1000);
  expect(data.leftOut).toBe(0);
});

test("1,000 cases that each bring many and long names stay under 2 MB", () => {
  const results = Array.from({ length: 1000 }, (_, index) => {
    const names = Array.from({ length: 60 }, (__, place) => `${"long name ".repeat(30)}${index} ${place}`);
    return caseResult({
      ...{ id: `c${index}`, index, test: `c${index}`, status: "failed" },
      grades: names.map((name) => grade({ type: name, metric: name, status: "failed", reason: name })),
      vars: Object.fromEntries(names.map((name) => [name, name])),
      slices: Object.fromEntries(names.slice(0, 2).map((name) => [name, name])),
    });
  });
  const text = pageText(results);
  expect(Buffer.byteLength(text)).toBeLessThan(2_000_000);
  const dropped = readPage(text).data.rows.map((row) => row.dropped ?? 0);
  expect(Math.min(...dropped)).toBeGreaterThan(0);
});

test("a text that many cases share is there once, whole", () => {
  const { data } = readPage(pageText(supportResults(250)));
  expect(data.texts.filter((text) => text === systemPrompt)).toHaveLength(1);
  expect(new Set(data.rows.map(({ messages }) => messages[0]?.[1])).size).toBe(1);
});

test("what is cut says how much is missing, and the page how to see all of it", () => {
  const output = "x".repeat(200_000);
  const { data } = readPage(pageText([caseResult({ output })]));
  const [row] = data.rows;
  const place = typeof row?.output === "object" ? row.output : [0, 0];
  expect(data.texts[place[0] ?? 0]?.length).toBe(200_000 - (place[1] ?? 0));
  expect(place[1]).toBeGreaterThan(100_000);
  expect(data.show).toEqual(["mlx eval show 01JZZZZZZZZZZZZZZZZZZZZZZZ --case CASE"]);
});

test("of 5,000 cases those that failed, erred or are critical all have rows, in order, up to 1,000", () => {
  const results = supportResults(1250);
  const { data } = readPage(pageText(results));
  expect(data.rows).toHaveLength(1000);
  expect(data.leftOut).toBe(4000);
  const shown = new Set(data.rows.map(({ id }) => id));
  const urgent = results.filter(({ status, critical }) => status !== "passed" || critical);
  expect(urgent.filter(({ id }) => !shown.has(id))).toEqual([]);
  const places = data.rows.map(({ id }) => results.findIndex((result) => result.id === id));
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

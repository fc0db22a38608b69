import { describe, expect, test } from "vitest";
import { baselineGate } from "../../../../src/evals/gates/baseline-gate.js";
import { againstBaseline } from "../../../../src/evals/outcomes/against-baseline.js";
import { compareOutcomes } from "../../../../src/evals/outcomes/compare-outcomes.js";
import { againstText, flippedText } from "../../../../src/evals/outcomes/comparison-text.js";
import type { CaseOutcome } from "../../../../src/evals/outcomes/types.js";
import { markdownComparison } from "../../../../src/evals/report/markdown-comparison.js";
import { baselineOf, outcomes } from "../../../support/evals/outcomes.js";

const all = () => true;

function held(before: readonly CaseOutcome[], after: readonly CaseOutcome[], partial?: readonly string[]) {
  const baseline = baselineOf(before, { commit: "abc1234def", ...(partial && { partial }) });
  const side = { outcomes: before, judges: [] };
  const comparison = compareOutcomes(side, { outcomes: after, judges: [] }, { effect: 0.05 });
  return againstBaseline("evals/baselines/support.json", baseline, comparison, 0.05);
}

describe("the sentence on a comparison", () => {
  test("says of a regression what changed, how surely, in how many cases, and by which test", () => {
    const before = outcomes(66, (index) => index >= 2);
    const after = outcomes(66, (index) => index < 2 || index >= 10);
    expect(againstText(held(before, after))).toMatch(
      /^against the baseline of 12 May 2026 \(abc1234\): underpowered \(−9\.1 points \(95%: −[\d.]+ to \+?−?[\d.]+\), 8 cases worse, 2 better, exact McNemar p = 0\.11\); only an effect of [\d.]+ points \(\d+ of 66 cases\) would have shown$/,
    );
    const clear = outcomes(66, (index) => index < 2 || index >= 30);
    expect(againstText(held(before, clear))).toMatch(
      /: regressed, −39\.4 points \(95%: −[\d.]+ to −[\d.]+\), 28 cases worse, 2 better, exact McNemar p < 0\.001$/,
    );
  });

  test("says of no evidence which effect would have shown", () => {
    const same = outcomes(2000, (index) => index % 10 > 0);
    expect(againstText(held(same, same))).toMatch(
      /: no evidence of change \(0 points \(95%: −0\.\d to \+0\.\d\), no case changed, exact McNemar p = 1\); an effect of 0\.\d points \(\d+ of 2,000 cases\) would have shown$/,
    );
  });

  test("names the part of a suite that a baseline is", () => {
    const text = againstText(held(outcomes(5, all), outcomes(5, all), ["--limit 5"]));
    expect(text).toContain("(abc1234), a part of the suite (--limit 5): ");
  });
});

test("flipped cases are named, critical ones as such, and what is left is counted", () => {
  const before = outcomes(30, all);
  const after = outcomes(
    30,
    (index) => index >= 9,
    (index) => ({ critical: index === 8 }),
  );
  const { comparison } = held(before, after);
  expect(flippedText(comparison.flipped, "regressed", 9, 3)).toBe("c0008 (critical), c0000, c0001, 6 more");
  expect(flippedText(comparison.flipped, "improved", 0, 3)).toBe("");
});

test("what is kept with an evaluation has at most a hundred cases of each kind, and counts them all", () => {
  const { comparison, counts } = held(outcomes(400, all), [
    ...outcomes(300, () => false),
    ...outcomes(150, all, (index) => ({ id: `new-${index}` })),
  ]);
  expect([comparison.flipped.length, comparison.added.length, comparison.removed.length]).toEqual([
    ...[100, 100, 100],
  ]);
  expect(counts).toMatchObject({ flipped: 300, added: 150, removed: 100 });
  expect(comparison.metrics[0]?.discordant).toEqual({ improved: 0, regressed: 300 });
});

describe("the gate of a baseline", () => {
  const gate = (before: readonly CaseOutcome[], after: readonly CaseOutcome[]) =>
    baselineGate(held(before, after));

  test("passes whatever has not regressed", () => {
    expect(gate(outcomes(10, all), outcomes(10, all))).toMatchObject({
      ...{ name: "no regression against the baseline", passed: true, value: 0, threshold: 0 },
      reason: expect.stringContaining("underpowered"),
    });
    expect(
      gate(
        outcomes(50, () => false),
        outcomes(50, all),
      ),
    ).toMatchObject({ passed: true, value: 1 });
  });

  test("fails where any metric regressed, and names it", () => {
    const tone = (value: number) => outcomes(40, all, () => ({ metrics: { tone: value } }));
    const failed = gate(tone(0.9), tone(0.4));
    expect(failed).toMatchObject({ passed: false, value: expect.closeTo(-0.5, 9) });
    expect(failed.reason).toMatch(/^tone regressed, −0\.5/);
    expect(failed).not.toHaveProperty("inconclusive");
  });

  test("decides nothing where nothing is comparable, and says how to take another baseline", () => {
    const other = outcomes(5, all, () => ({ grading: "0".repeat(16) }));
    expect(gate(outcomes(5, all), other)).toMatchObject({
      ...{ passed: false, inconclusive: true, value: null },
      reason: expect.stringMatching(/other graders judge all 5 shared cases; mlx eval baseline accept/),
    });
  });
});

test("in Markdown no name becomes mark-up", () => {
  const before = outcomes(40, all, (index) => ({ id: `@all <b>\`${index}` }));
  const after = outcomes(
    40,
    () => false,
    (index) => ({ id: `@all <b>\`${index}`, provider: "<script>" }),
  );
  const text = markdownComparison(held(before, after));
  expect(text.split("\n")[0]).toMatch(/^Against the baseline of 12 May 2026 .* p &lt; 0\.001$/);
  expect(text).toContain("- worse: ``@all <b>`0, ");
  expect(text.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, "")).not.toMatch(/<|@/);
});

import { expect, test } from "vitest";
import { baselineText, readBaseline } from "../../../src/drift/baseline.js";
import { checkDrift } from "../../../src/drift/check.js";
import { columnTests } from "../../../src/drift/column-tests.js";
import { defaultThresholds } from "../../../src/drift/monitor.js";
import type { DataProfile, TextProfile, TopicMix } from "../../../src/drift/profile.js";
import { readMonitor } from "../../../src/drift/read-monitor.js";
import { topicDrift } from "../../../src/drift/topic-mix.js";
import { chiSquare } from "../../../src/stats/drift/chi-square.js";
import { numericProfileOf } from "../../support/numeric-profile.js";
import { expectClose } from "../../support/stats-fixture.js";

const terms: TopicMix["terms"] = [
  ["login", 0, 210],
  ["money", 90, 0],
  ["refund", 240, 3],
];

/** @param vocabulary in how many texts one word is. */
function texts(counts: readonly number[], none = 0, vocabulary = 0): TextProfile {
  const rows = counts.reduce((sum, count) => sum + count, none);
  const lengths = { ...numericProfileOf([4]), rows, nulls: rows - 1 };
  return {
    kind: "text",
    rows,
    nulls: 0,
    empty: 0,
    characters: lengths,
    words: lengths,
    vocabulary: vocabulary === 0 ? [] : [["money", vocabulary]],
    topics: { terms, texts: counts, none },
  };
}

function data(profile: TextProfile): DataProfile {
  return { rows: profile.rows, columns: [{ name: "text", type: "VARCHAR", profile }] };
}

function check(before: TextProfile, after: TextProfile) {
  const monitor = readMonitor("columns:\n  text: {kind: text}\n", "m", "m.drift.yaml");
  const current = { profile: data(after), columns: [{ name: "text", type: "VARCHAR" }] };
  return checkDrift(data(before), current, monitor);
}

test("topics are compared by total variation and chi-square, and named by the words that speak most for them", () => {
  const drift = topicDrift(texts([60, 40]), texts([30, 60], 10));
  expectClose(drift?.totalVariation, 0.3);
  const { statistic, pValue } = chiSquare([60, 40, 0], [30, 60, 10]);
  expect(drift).toMatchObject({ statistic, pValue });
  expect(drift?.topics).toEqual([
    { terms: ["refund", "money"], before: 0.6, after: 0.3 },
    { terms: ["login", "refund"], before: 0.4, after: 0.6 },
    { terms: [], before: 0, after: 0.1 },
  ]);
  expect(topicDrift(texts([60, 40]), texts([6, 4]))?.topics).toHaveLength(2);
  const { topics: _, ...without } = texts([60, 40]);
  expect(topicDrift(without, texts([60, 40]))).toBeUndefined();
  expect(topicDrift(texts([60, 40]), without)).toBeUndefined();
  expect(topicDrift(texts([60, 40]), texts([0, 0]))).toBeUndefined();
  expect(topicDrift(texts([60, 40]), texts([60, 40, 9]))).toBeUndefined();
});

test("of words and topics the one that tells is reported, with twice its p-value", () => {
  const told = (before: TextProfile, after: TextProfile) =>
    columnTests("text", before, after, defaultThresholds).filter(({ of }) => of !== undefined);
  const { pValue } = chiSquare([120, 80, 0], [90, 110, 0]);
  expect(told(texts([120, 80], 0, 50), texts([90, 110], 0, 50))).toMatchObject([
    { name: "total_variation", of: "topics", statistic: 0.15 },
    { name: "chi_square", of: "topics", pValue: 2 * pValue, drifted: true },
  ]);
  // Both have moved far enough; the word more surely.
  expect(told(texts([120, 80], 0, 50), texts([90, 110], 0, 150))).toMatchObject([
    { name: "total_variation", of: "words", statistic: 0.5 },
    { name: "chi_square", of: "words", pValue: 2 * chiSquare([50, 150], [150, 50]).pValue },
  ]);
  const { topics: _, ...without } = texts([120, 80], 0, 50);
  const [, alone] = told(without, { ...without, vocabulary: [["money", 70]] });
  expectClose(alone?.pValue, chiSquare([50, 150], [70, 130]).pValue);
});

test("3 million texts whose topics have moved by less than matters are ok, and drift by the effect alone where they have", () => {
  const before = texts([1_800_000, 1_200_000]);
  const still = check(before, texts([1_770_000, 1_230_000]));
  const [column] = still.columns;
  expect(column?.topics?.pValue).toBeLessThan(1e-12);
  expect(column?.tests.find(({ name }) => name === "chi_square")?.deciding).toBe(false);
  expect([still.verdict, column?.verdict]).toEqual(["ok", "ok"]);
  const moved = check(before, texts([1_410_000, 1_590_000]));
  expect(moved.verdict).toBe("drift");
  expect(moved.columns[0]?.reason).toBe(
    "its texts are about other things: refund money 60 % → 47 %, login refund 40 % → 53 % (total variation of topics 0.13, threshold 0.1)",
  );
});

test("a baseline keeps topics byte for byte, a line for each term, and refuses those that cannot be", () => {
  const facts = {
    name: "m",
    data: { path: "a.csv", sha256: "0".repeat(64) },
    created: "2025-06-01T00:00:00.000Z",
    author: "ada@example.com",
  };
  const read = (profile: TextProfile) =>
    readBaseline("m", Buffer.from(baselineText({ ...facts, profile: data(profile) })));
  const profile = texts([7, 5], 2);
  expect(read(profile).profile).toEqual(data(profile));
  expect(baselineText({ ...facts, profile: data(profile) })).toContain(
    '\n              ["login", 0, 210],\n',
  );
  expect(() => read({ ...profile, topics: { terms, texts: [7, 5, 2], none: 0 } })).toThrow(
    "not every term has a weight for each topic",
  );
  expect(() => read({ ...profile, topics: { terms, texts: [7, 8], none: 0 } })).toThrow(
    "its topics count more texts than there are",
  );
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkDrift } from "../../../src/drift/check.js";
import type { DataProfile } from "../../../src/drift/profile.js";
import { readMonitor } from "../../../src/drift/read-monitor.js";
import type { ColumnDrift, DriftReport } from "../../../src/drift/verdict.js";
import { shuffledPlaces } from "../../../src/stats/drift/shuffled.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";
import { textProfileOf } from "../../support/text-profile.js";

interface Sentence {
  readonly page: string;
  readonly text: string;
}
const sentences = readFileSync("test/fixtures/drift/sentences.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line): Sentence => JSON.parse(line));
const monitor = readMonitor("columns:\n  text: {kind: text}\n", "pages", "pages.drift.yaml");

function profileOf(texts: readonly string[], on?: DataProfile): DataProfile {
  const before = on?.columns[0]?.profile;
  const profile = textProfileOf(texts, before?.kind === "text" ? before : undefined);
  return { rows: texts.length, columns: [{ name: "text", type: "VARCHAR", profile }] };
}

/** A split of the sentences in halves, checked. @param change what becomes of a sentence of the second half. */
function checked(split: number, change: (sentence: Sentence, random: SeededRandom) => string): DriftReport {
  const random = new SeededRandom(`sentences ${split}`);
  const places = shuffledPlaces(sentences.length, random);
  const half = (odd: 0 | 1) =>
    places.filter((_, at) => at % 2 === odd).flatMap((place) => sentences[place] ?? []);
  const baseline = profileOf(half(0).map(({ text }) => text));
  const profile = profileOf(
    half(1).map((sentence) => change(sentence, random)),
    baseline,
  );
  return checkDrift(baseline, { profile, columns: [{ name: "text", type: "VARCHAR" }] }, monitor);
}

const aboutPrompts = sentences.filter(({ page }) => page.startsWith("prompt")).map(({ text }) => text);

function textOf({ columns }: DriftReport): ColumnDrift | undefined {
  return columns.find(({ name }) => name === "text");
}

test("of 1,000 fair splits of sentences, topics looked at, at most 5 in 100 are said to drift", {
  timeout: 300_000,
}, () => {
  let [drifted, looked, chance] = [0, 0, 0];
  for (let split = 0; split < 1000; split++) {
    const report = checked(split, ({ text }) => text);
    const column = textOf(report);
    if (report.verdict === "drift") drifted++;
    if (column?.topics !== undefined) looked++;
    if ((column?.topics?.pValue ?? 1) <= 0.05) chance++;
  }
  expect(looked).toBe(1000);
  expect(drifted).toBeLessThanOrEqual(50);
  // By topics alone 50 are expected, 69 or more come once in two hundred times.
  expect(chance).toBeLessThan(69);
});

test("sentences that are all about prompts are found in at least 9 of 10 splits, by their topics too", () => {
  let [drifted, byTopics] = [0, 0];
  for (let split = 0; split < 100; split++) {
    const report = checked(
      split,
      ({ text }, random) => aboutPrompts[random.below(aboutPrompts.length)] ?? text,
    );
    if (report.verdict === "drift") drifted++;
    if (isFound(textOf(report))) byTopics++;
  }
  expect(drifted).toBeGreaterThanOrEqual(90);
  expect(byTopics).toBeGreaterThanOrEqual(90);
});

function isFound(column: ColumnDrift | undefined): boolean {
  return column?.topics !== undefined && column.topics.totalVariation >= 0.1 && column.topics.pValue <= 0.05;
}

/** Tickets about one of three subjects of 60 words each: no word comes in many of them. @param first chance in 100 of the first subject. */
function tickets(count: number, first: number, random: SeededRandom): string[] {
  return Array.from({ length: count }, () => {
    const subject = random.below(100) < first ? 0 : 1 + random.below(2);
    const own = Array.from({ length: 8 }, () => `subject${subject}word${random.below(60)}`);
    return ["hello", "thanks", ...own, `name${random.below(5000)}`].join(" ");
  });
}

test("a fifth of the tickets that changes its subject is found in at least 9 of 10 checks, though no word has moved far", () => {
  let [drifted, byWords, fair] = [0, 0, 0];
  for (let round = 0; round < 50; round++) {
    const random = new SeededRandom(`tickets ${round}`);
    const baseline = profileOf(tickets(1000, 34, random));
    const columns = [{ name: "text", type: "VARCHAR" }];
    const check = (first: number) =>
      checkDrift(baseline, { profile: profileOf(tickets(500, first, random), baseline), columns }, monitor);
    const report = check(54);
    if (report.verdict === "drift") drifted++;
    if (textOf(report)?.tests.some(({ of }) => of === "words")) byWords++;
    if (check(34).verdict === "drift") fair++;
  }
  expect(drifted).toBeGreaterThanOrEqual(45);
  expect(byWords).toBe(0);
  // 2.5 are expected at most, 8 or more come once in two hundred times.
  expect(fair).toBeLessThan(8);
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bleu } from "../../../../src/evals/graders/similarity/bleu.js";
import { gleu } from "../../../../src/evals/graders/similarity/gleu.js";
import { levenshteinDistance } from "../../../../src/evals/graders/similarity/levenshtein.js";
import { meteor } from "../../../../src/evals/graders/similarity/meteor.js";
import { porterStem } from "../../../../src/evals/graders/similarity/porter-stem.js";
import { rougeL, rougeN } from "../../../../src/evals/graders/similarity/rouge.js";
import { treebankTokens } from "../../../../src/evals/graders/similarity/treebank-tokens.js";
import { assertion, gradeOne, statusOf } from "../../../support/evals/grading.js";

interface Fixture {
  readonly pairs: readonly {
    readonly candidate: string;
    readonly reference: string;
    readonly bleu: number;
    readonly sacrebleu: number;
    readonly gleu: number;
    readonly meteor: number;
    readonly rouge1: number;
    readonly rouge2: number;
    readonly rougeL: number;
    readonly levenshtein: number;
  }[];
  readonly tokens: readonly { readonly text: string; readonly tokens: readonly string[] }[];
  readonly stems: Readonly<Record<string, string>>;
}

// Made by similarity.py beside it, with NLTK, rouge-score and sacrebleu.
const fixture: Fixture = JSON.parse(
  readFileSync(new URL("../../../fixtures/evals/similarity.json", import.meta.url), "utf8"),
);
const standard = { alpha: 0.9, beta: 3, gamma: 0.5 };

describe.each(fixture.pairs)("$candidate", (pair) => {
  test("has the scores of other implementations", () => {
    const { candidate, reference } = pair;
    // Where no word is shared, NLTK gives up with 0; the smallest precision of 1e-7 is told here, as promptfoo does.
    expect(bleu(candidate, [reference])).toBeCloseTo(pair.bleu, pair.bleu === 0 ? 6 : 12);
    if (pair.sacrebleu > 0) expect(bleu(candidate, [reference])).toBeCloseTo(pair.sacrebleu, 10);
    expect(gleu(candidate, [reference])).toBeCloseTo(pair.gleu, 12);
    expect(meteor(candidate, [reference], standard)).toBeCloseTo(pair.meteor, 12);
    expect(rougeN(candidate, reference, 1)).toBeCloseTo(pair.rouge1, 12);
    expect(rougeN(candidate, reference, 2)).toBeCloseTo(pair.rouge2, 12);
    expect(rougeL(candidate, reference)).toBeCloseTo(pair.rougeL, 12);
    expect(levenshteinDistance(candidate, reference, 5)).toEqual({ distance: pair.levenshtein, exact: true });
  });
});

test("texts are cut into the tokens of NLTK's Treebank tokenizer", () => {
  for (const { text, tokens } of fixture.tokens) expect(treebankTokens(text)).toEqual(tokens);
});

test("words have the stems of NLTK's Porter stemmer (original algorithm)", () => {
  const words = Object.keys(fixture.stems);
  expect(words.length).toBeGreaterThan(80);
  expect(Object.fromEntries(words.map((word) => [word, porterStem(word)]))).toEqual(fixture.stems);
});

describe("scores", () => {
  test("of empty outputs are 0, of equal texts 1", async () => {
    for (const type of ["bleu", "gleu", "meteor", "rouge-n", "rouge-1", "rouge-2", "rouge-l"]) {
      expect(await gradeOne(assertion(type, "a good answer to it"), "")).toMatchObject({
        status: "failed",
        score: 0,
      });
      expect(await gradeOne(assertion(type, "..."), "   ")).toMatchObject({ status: "failed", score: 0 });
      const same = await gradeOne(assertion(type, "a good answer to it"), "a good answer to it");
      expect(same.status).toBe("passed");
      expect(same.score).toBeGreaterThan(0.99);
    }
  });

  test("are those of the best of several references", async () => {
    for (const type of ["bleu", "gleu", "meteor", "rouge-1"]) {
      expect(
        await statusOf(type, "the cat sat on the mat", ["something else", "the cat sat on the mat"]),
      ).toBe("passed");
    }
  });

  test("pass from the threshold on; not- turns score and verdict round", async () => {
    const grade = await gradeOne(assertion("rouge-1", "a b c d", { threshold: 0.5 }), "a b x y");
    expect(grade).toMatchObject({ status: "passed", score: 0.5 });
    expect(await gradeOne(assertion("not-rouge-1", "a b c d", { threshold: 0.5 }), "a b x y")).toMatchObject({
      status: "failed",
      score: 0.5,
    });
    expect(await gradeOne(assertion("not-gleu", "a b c"), "x y z")).toMatchObject({
      status: "passed",
      score: 1,
    });
  });

  test("take the weights that are given, and refuse those that make none", async () => {
    const unigrams = assertion("bleu", "b a", { config: { weights: [1, 0, 0, 0] } });
    expect(await gradeOne(unigrams, "a b")).toMatchObject({ score: 1 });
    const wrong = await gradeOne(assertion("bleu", "b", { config: { weights: [1, 1] } }), "a");
    expect(wrong).toMatchObject({ status: "errored" });
    const none = await gradeOne(assertion("meteor", "running", { config: { gamma: 0 } }), "runs");
    expect(none.score).toBeCloseTo(1, 12);
    expect(await statusOf("bleu", "a", 4)).toBe("errored");
    expect(await statusOf("meteor", "a", "a", { config: { alpha: "high" } })).toBe("errored");
  });
});

describe("levenshtein", () => {
  test("allows five edits, or as many as the threshold says", async () => {
    expect(await statusOf("levenshtein", "kitten", "sitting")).toBe("passed");
    expect(await statusOf("levenshtein", "kitten", "sitting", { threshold: 2 })).toBe("failed");
    expect(await statusOf("not-levenshtein", "kitten", "sitting", { threshold: 2 })).toBe("passed");
    expect(await statusOf("levenshtein", "", "", { threshold: 0 })).toBe("passed");
    expect(await statusOf("levenshtein", "abc", undefined)).toBe("errored");
  });

  test("tells a small distance of two texts of a megabyte in little time", async () => {
    const long = "abcdefghij".repeat(100_000);
    const started = performance.now();
    const near = await gradeOne(assertion("levenshtein", `${long.slice(1)}!`), `x${long}`);
    expect(near).toMatchObject({ status: "passed", reason: "the output is 3 edits away, at most 5" });
    const far = await gradeOne(assertion("levenshtein", "z".repeat(1_000_000)), long);
    expect(far).toMatchObject({ status: "failed" });
    expect(far.reason).toMatch(/^the output is at least \d+ edits away, more than 5$/);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test("errs where the threshold leaves too much to look at", async () => {
    const grade = await gradeOne(
      assertion("levenshtein", "z".repeat(1_000_000), { threshold: 500_000 }),
      "abcdefghij".repeat(100_000),
    );
    expect(grade).toMatchObject({ status: "errored" });
    expect(grade.reason).toContain("too long to compare");
  });
});

test("an output of a megabyte is compared word by word, or refused where that takes too long", async () => {
  const long = "the quick brown fox ".repeat(50_000);
  for (const type of ["bleu", "gleu", "meteor", "rouge-1", "rouge-2"]) {
    expect(await statusOf(type, long, "the quick brown fox")).toBe("failed");
  }
  expect(await statusOf("rouge-l", long, "the quick brown fox")).toBe("failed");
  expect(await statusOf("rouge-l", long, long)).toBe("errored");
});

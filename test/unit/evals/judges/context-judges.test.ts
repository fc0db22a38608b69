import { describe, expect, test } from "vitest";
import { judged, toldTo } from "../../../support/scripted-judge.js";

const context = "Paris is the capital of France. It has two million people. The Seine flows there.";

describe("context-recall", () => {
  const recall = { type: "context-recall", value: "Paris is the capital. It is old.", vars: { context } };

  test("is the share of the correct answer's sentences that the context holds", async () => {
    const result = await judged({
      ...recall,
      threshold: 0.8,
      replies: ['{"supported": [1], "reason": "x"}'],
    });
    expect(result.verdict).toMatchObject({ passed: false, score: 0.5 });
    expect(result.verdict.reason).toContain("not in the context: It is old.");
    expect(toldTo(result)).toContain("1. Paris is the capital.\n2. It is old.");
  });

  test.each([
    ['{"supported": [3]}', 'names 3 in "supported", which is none of 1 to 2'],
    ['{"supported": [1, 1]}', "names a number twice"],
    ['{"supported": ["1"]}', 'names "1"'],
    ['{"supported": 1}', 'has a "supported" that is no list'],
    ["Attributed: all", 'has no JSON object with "supported"'],
  ])("%s is an error of the case", async (reply, message) => {
    await expect(judged({ ...recall, replies: [reply] })).rejects.toThrow(message);
  });
});

describe("context-relevance", () => {
  test("is the share of the context's sentences that the question needs", async () => {
    const vars = { context, query: "How many people?" };
    const replies = ['{"relevant": [2], "reason": "the number"}'];
    const { verdict } = await judged({ type: "context-relevance", threshold: 0.3, vars, replies });
    expect(verdict.score).toBeCloseTo(1 / 3);
    expect(verdict).toMatchObject({ passed: true });
    expect(verdict.reason).toContain("1 of 3 parts of the context help");
  });

  test("passages are taken one by one; none may be relevant", async () => {
    const vars = { context: ["One passage. With two sentences.", "Another."], query: "q" };
    const { verdict } = await judged({
      type: "context-relevance",
      vars,
      threshold: 0.1,
      replies: ['{"relevant": []}'],
    });
    expect(verdict).toMatchObject({ passed: false, score: 0 });
    expect(verdict.reason).toContain("0 of 2 parts");
  });

  test("of passages with their sources the text counts", async () => {
    const vars = {
      context: [
        { source: "a.md", text: "One passage." },
        { source: "b.md", text: "Another." },
      ],
      query: "q",
    };
    const result = await judged({ type: "context-relevance", vars, replies: ['{"relevant": [1]}'] });
    expect(toldTo(result)).toContain("1. One passage.\n2. Another.");
    expect(result.verdict.score).toBe(0.5);
  });

  test("a missing question or context is told, and nobody is asked", async () => {
    const relevance = { type: "context-relevance" };
    await expect(judged({ ...relevance, vars: { context } })).rejects.toThrow(
      "give the test a variable query",
    );
    await expect(judged({ ...relevance, vars: { query: "q" } })).rejects.toThrow(
      "it needs a context, and the variable context gives none",
    );
  });

  test("contextTransform takes the context out of the output", async () => {
    const at = { file: "s.yaml", line: 1, column: 1 };
    const contextTransform = { language: "javascript", code: "output", at } as const;
    const asking = {
      type: "context-relevance",
      contextTransform,
      output: "From. The. Output.",
      vars: { query: "q" },
    };
    const result = await judged({ ...asking, replies: ['{"relevant": [1]}'] });
    expect(toldTo(result)).toContain("1. From.\n2. The.\n3. Output.");
  });
});

describe("context-faithfulness", () => {
  const faithful = { type: "context-faithfulness", vars: { context, query: "q" }, threshold: 0.9 };
  const claims = '{"claims": ["Paris is the capital", "Paris is green"]}';

  test("takes the answer apart and lists each claim with its verdict", async () => {
    const verdicts = [
      { claim: 1, supported: true },
      { claim: 2, supported: false, reason: "not said" },
    ];
    const { verdict } = await judged({ ...faithful, replies: [claims, { verdicts }] });
    expect(verdict).toMatchObject({ passed: false, score: 0.5, costUsd: 0.5 });
    expect(verdict.components?.map(({ status, reason }) => [status, reason])).toEqual([
      ["passed", "supported: Paris is the capital"],
      ["failed", "not supported: Paris is green (not said)"],
    ]);
  });

  test("an answer that claims nothing is faithful", async () => {
    const { verdict } = await judged({ ...faithful, replies: ['{"claims": []}'] });
    expect(verdict).toMatchObject({ passed: true, score: 1 });
  });

  test.each([
    ['{"verdicts": [{"claim": 1, "supported": true}]}', "has 1 verdicts for 2 claims"],
    [
      '{"verdicts": [{"claim": 2, "supported": true}, {"claim": 1, "supported": true}]}',
      "claim 1 in its place",
    ],
    [
      '{"verdicts": [{"claim": 1, "supported": "yes"}, {"claim": 2, "supported": true}]}',
      "neither true nor false",
    ],
  ])("%s is an error of the case", async (reply, message) => {
    await expect(judged({ ...faithful, replies: [claims, reply] })).rejects.toThrow(message);
  });
});

describe("groundedness", () => {
  const grounded = { type: "groundedness", vars: { context } };
  const claim = (text: string, verdict: string, sentence: string | null) => ({
    claim: text,
    verdict,
    sentence,
  });

  test("lists each claim with what the context says of it, and the sentence", async () => {
    const claims = [
      claim("Paris is the capital", "supported", "“Paris is the capital  of France”"),
      claim("It has three million people", "contradicted", "It has two million people."),
      claim("It is green", "not mentioned", null),
    ];
    const { verdict } = await judged({ ...grounded, replies: [{ claims }] });
    expect(verdict).toMatchObject({ passed: false, score: 1 / 3 });
    expect(verdict.components?.map(({ reason }) => reason)).toEqual([
      'supported: Paris is the capital (context: "“Paris is the capital  of France”")',
      'contradicted: It has three million people (context: "It has two million people.")',
      "not mentioned: It is green",
    ]);
  });

  test("a claim is not supported by a sentence that the judge has made up", async () => {
    const claims = [claim("It is green", "supported", "Paris is a green city.")];
    const { verdict } = await judged({ ...grounded, replies: [{ claims }] });
    expect(verdict).toMatchObject({ passed: false, score: 0 });
    expect(verdict.reason).toContain('the judge quotes what is not in the context: "Paris is a green city."');
  });

  test("all supported passes, no claim passes, a threshold allows some", async () => {
    const good = claim("Paris is the capital", "supported", "Paris is the capital of France.");
    const bad = claim("It is green", "not mentioned", null);
    expect((await judged({ ...grounded, replies: [{ claims: [good] }] })).verdict.passed).toBe(true);
    expect((await judged({ ...grounded, replies: [{ claims: [] }] })).verdict.passed).toBe(true);
    const half = await judged({ ...grounded, threshold: 0.5, replies: [{ claims: [good, bad] }] });
    expect(half.verdict).toMatchObject({ passed: true, score: 0.5 });
  });

  test.each([
    [[claim("x", "maybe", null)], "has a claim without a verdict"],
    [[claim("x", "supported", null)], "quotes no sentence"],
    [[claim("", "supported", "y")], "has a claim without a text"],
    [["x"], 'has something in "claims" that is no object'],
  ])("%j is an error of the case", async (claims, message) => {
    await expect(judged({ ...grounded, replies: [{ claims }] })).rejects.toThrow(message);
  });
});

import { describe, expect, test } from "vitest";
import { judged } from "../../../support/scripted-judge.js";

describe("similar", () => {
  const vectors = { out: [3, 4], same: [6, 8], near: [4, 3], far: [-3, -4], broken: [1] };
  const similar = { output: "out", vectors };

  test.each([
    ["similar", "same", undefined, true, 1],
    ["similar", "near", undefined, true, 0.96],
    ["similar:cosine", "near", 0.97, false, 0.96],
    ["similar", "far", undefined, false, -1],
    ["similar:dot", "near", 24, true, 24],
    ["similar:euclidean", "near", 1.5, true, 1 / (1 + Math.SQRT2)],
    ["similar:euclidean", "same", undefined, false, 1 / 6],
  ])("%s to %s with the threshold %s", async (type, value, threshold, passed, score) => {
    const asking = { ...similar, type, value, ...(threshold !== undefined && { threshold }) };
    const { verdict } = await judged(asking);
    expect(verdict.passed).toBe(passed);
    expect(verdict.score).toBeCloseTo(score, 12);
  });

  test("of several texts one is enough; where none is, the nearest is told", async () => {
    const any = await judged({ ...similar, type: "similar", value: ["far", "near", "same"] });
    expect(any.verdict).toMatchObject({ passed: true, score: 0.96 });
    expect(any.verdict.reason).toContain("text 2 of 3");
    const none = await judged({ ...similar, type: "similar", value: ["far", "near"], threshold: 0.99 });
    expect(none.verdict).toMatchObject({ passed: false, score: 0.96 });
    expect(none.verdict.reason).toContain("none of 2");
  });

  test("what the embeddings took is counted with the grade", async () => {
    for (const value of ["near", ["far", "near"]]) {
      const { verdict } = await judged({ ...similar, type: "similar", value });
      expect(verdict).toMatchObject({ costUsd: 0.125, usage: { output: 0 } });
    }
  });

  test("vectors that do not fit are an error of the case", async () => {
    await expect(judged({ ...similar, type: "similar", value: "broken" })).rejects.toMatchObject({
      code: "MLX_JUDGE_REPLY",
      message: expect.stringContaining("they have 2 and 1 numbers"),
    });
  });
});

describe("classifier", () => {
  const replies = ['[[{"label": "toxic", "score": 0.7}, {"label": "kind", "score": 0.3}]]'];

  test.each([
    ["toxic", 0.6, true, 0.7],
    ["toxic", undefined, false, 0.7],
    ["kind", 0.2, true, 0.3],
    ["absent", 0.5, false, 0],
    [undefined, 0.5, true, 0.7],
    [["kind", "toxic"], 0.5, true, 0.7],
  ])("%j with the threshold %s", async (value, threshold, passed, score) => {
    const wanted = { ...(value !== undefined && { value }), ...(threshold !== undefined && { threshold }) };
    const { verdict } = await judged({ type: "classifier", ...wanted, replies });
    expect(verdict).toMatchObject({ passed, score });
  });

  test("a mapping is understood, prose and impossible scores are not", async () => {
    const mapping = await judged({
      type: "classifier",
      value: "a",
      threshold: 0.5,
      replies: [{ a: 0.9, b: 0.1 }],
    });
    expect(mapping.verdict.score).toBe(0.9);
    for (const reply of ["toxic", "{}", '{"toxic": 3}', '[{"label": "toxic"}]', "[]"]) {
      await expect(judged({ type: "classifier", value: "toxic", replies: [reply] })).rejects.toMatchObject({
        code: "MLX_JUDGE_REPLY",
      });
    }
  });
});

describe("moderation", () => {
  const openai = (flagged: boolean, categories: Record<string, boolean>) => ({
    results: [{ flagged, categories }],
  });

  test.each([
    [openai(false, { violence: false }), undefined, true, "nothing was flagged"],
    [openai(true, { violence: true, hate: false }), undefined, false, "flagged: violence"],
    [
      openai(true, { violence: true }),
      ["hate"],
      true,
      "nothing was flagged of the categories asked for (but violence)",
    ],
    [{ flags: [{ code: "hate", description: "hate", confidence: 1 }] }, undefined, false, "flagged: hate"],
    [{ flags: [] }, undefined, true, "nothing was flagged"],
    ["safe", undefined, true, "nothing was flagged"],
    ["unsafe\nS1,S10", undefined, false, "flagged: S1, S10"],
    ["unsafe", undefined, false, "flagged: unsafe"],
  ])("%j for %j", async (reply, value, passed, reason) => {
    const wanted = value === undefined ? {} : { value };
    const { verdict } = await judged({ type: "moderation", ...wanted, replies: [reply] });
    expect(verdict).toMatchObject({ passed, score: Number(passed), reason });
  });

  test.each([
    "it looks safe to me",
    '{"status": "ok"}',
    "{}",
    '{"results": [{}]}',
    '{"flagged": "no"}',
    '{"flags": [1]}',
  ])("%s is an error of the case", async (reply) => {
    await expect(judged({ type: "moderation", replies: [reply] })).rejects.toMatchObject({
      code: "MLX_JUDGE_REPLY",
    });
  });

  test("a reply that contradicts itself is an error", async () => {
    await expect(judged({ type: "moderation", replies: [openai(false, { hate: true })] })).rejects.toThrow(
      "contradicts",
    );
  });
});

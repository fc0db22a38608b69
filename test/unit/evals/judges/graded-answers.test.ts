import { describe, expect, test } from "vitest";
import { judged, toldTo } from "../../../support/scripted-judge.js";

describe("g-eval", () => {
  const steps = '{"steps": ["Read it.", "Rate it."]}';

  test("makes steps of the criteria, then a score out of ten by them; 0.7 passes", async () => {
    const good = await judged({
      type: "g-eval",
      value: "is clear",
      replies: [steps, '{"score": 7, "reason": "clear"}'],
    });
    expect(good.verdict).toMatchObject({ passed: true, score: 0.7, costUsd: 0.5, usage: { input: 20 } });
    expect(good.asked[1]?.text).toContain("- Read it.\n- Rate it.");
    const bad = await judged({
      type: "g-eval",
      value: "is clear",
      replies: [steps, '{"score": 6, "reason": "dull"}'],
    });
    expect(bad.verdict).toMatchObject({ passed: false, reason: "dull (score 0.60 is below 0.7)" });
  });

  test("a prompt of the suite's own grades; one for the steps is given beside it by name", async () => {
    const replies = [steps, '{"score": 8}'];
    const asking = { type: "g-eval", value: "is clear", replies };
    const whole = await judged({ ...asking, rubricPrompt: "{{ output }} of {{ maxScore }}: {{ steps }}" });
    expect(whole.asked[0]?.text).toContain("You prepare the grading");
    expect(whole.asked[1]?.text).toBe("Paris is the capital. of 10: Read it.\n- Rate it.");
    const parts = JSON.stringify({ steps: "Steps for {{ criteria }}", evaluate: "Grade {{ output }}" });
    const both = await judged({ ...asking, rubricPrompt: parts });
    expect(both.asked.map(({ text }) => text)).toEqual(["Steps for is clear", "Grade Paris is the capital."]);
  });

  test("several criteria are averaged", async () => {
    const replies = [steps, '{"score": 10, "reason": "a"}', steps, '{"score": 5, "reason": "b"}'];
    const { verdict } = await judged({ type: "g-eval", value: ["clear", "short"], threshold: 0.75, replies });
    expect(verdict).toMatchObject({
      passed: true,
      score: 0.75,
      reason: "a; b (score 0.75 is at least 0.75)",
    });
  });

  test.each([
    [['{"steps": []}'], "has no step"],
    [['{"steps": "read"}'], 'has a "steps" that is no list'],
    [['{"steps": [""]}'], 'has something in "steps" that is no text'],
    [[steps, '{"score": 11}'], "outside 0 to 10"],
    [[steps, '{"reason": "fine"}'], 'has no JSON object with "score"'],
  ])("%j is an error of the case", async (replies, message) => {
    await expect(judged({ type: "g-eval", value: "is clear", replies })).rejects.toThrow(message);
  });
});

describe("factuality", () => {
  test.each([
    ["A", true, 1],
    ["B", true, 1],
    ["C", true, 1],
    ["D", false, 0],
    ["E", true, 1],
  ])("category %s", async (category, passed, score) => {
    const { verdict } = await judged({
      type: "factuality",
      value: "Paris",
      replies: [{ category, reason: "so" }],
    });
    expect(verdict).toMatchObject({ passed, score, reason: `${category}: so` });
  });

  test("scores of categories can be set; a category without points fails", async () => {
    const factuality = { type: "factuality", value: "Paris", replies: [{ category: "b" }] };
    const half = await judged({ ...factuality, config: { factuality: { superset: 0.5 } } });
    expect(half.verdict).toMatchObject({ passed: true, score: 0.5 });
    const none = await judged({ ...factuality, config: { superset: 0 } });
    expect(none.verdict).toMatchObject({ passed: false, score: 0 });
    await expect(judged({ ...factuality, config: { superset: "half" } })).rejects.toThrow("config.superset");
  });

  test("a judge may reply with the letter alone, and with nothing else", async () => {
    const letter = await judged({ type: "model-graded-factuality", value: "Paris", replies: ["(D)"] });
    expect(letter.verdict.passed).toBe(false);
    for (const reply of ["F", "A or B", '{"category": "AB"}', '{"category": 1}']) {
      await expect(judged({ type: "factuality", value: "Paris", replies: [reply] })).rejects.toMatchObject({
        code: "MLX_JUDGE_REPLY",
      });
    }
  });
});

describe("model-graded-closedqa", () => {
  test.each([
    ['{"pass": true, "reason": "it does"}', true, "it does"],
    ["It names the city.\nY", true, "It names the city."],
    ["It does not.\n\nN", false, "It does not."],
    ["Y", true, "it meets the criterion"],
  ])("%j", async (reply, passed, reason) => {
    const { verdict } = await judged({
      type: "model-graded-closedqa",
      value: "names a city",
      replies: [reply],
    });
    expect(verdict).toMatchObject({ passed, score: Number(passed), reason });
  });

  test.each(["I would say yes, definitely", "N\nY", "Is it OK? Y", '{"pass": "Y"}'])(
    "%j is an error of the case",
    async (reply) => {
      const asking = { type: "model-graded-closedqa", value: "names a city", replies: [reply] };
      await expect(judged(asking)).rejects.toMatchObject({ code: "MLX_JUDGE_REPLY" });
    },
  );
});

describe("answer-relevance", () => {
  const vectors = { "What is the capital?": [1, 0], "Which city?": [1, 0], "How big?": [0, 2] };

  test("is the mean likeness of the questions that the answer would answer", async () => {
    const replies = ['{"questions": ["Which city?", "How big?"]}'];
    const { verdict } = await judged({ type: "answer-relevance", threshold: 0.6, vectors, replies });
    expect(verdict).toMatchObject({ passed: false, score: 0.5 });
    expect(verdict.reason).toContain('"How big?" 0.00');
    expect(verdict).toMatchObject({ costUsd: 0.25 + 0.125, usage: { input: 10 + 3, output: 5, cached: 1 } });
  });

  test("the variable query is the question where there is one", async () => {
    const replies = ['{"questions": ["How big?"]}'];
    const asking = { type: "answer-relevance", vars: { query: "How large?" }, replies };
    const { verdict } = await judged({ ...asking, vectors: { "How large?": [0, 1], "How big?": [0, 2] } });
    expect(verdict.score).toBe(1);
  });

  test("no question is an error, and so is a vector that is none", async () => {
    const asking = { type: "answer-relevance", vectors };
    await expect(judged({ ...asking, replies: ['{"questions": []}'] })).rejects.toThrow("has no question");
    await expect(judged({ ...asking, replies: ['{"questions": ["Unknown?"]}'] })).rejects.toThrow(
      "the embeddings cannot be compared: they have 2 and 0 numbers",
    );
  });
});

describe("conversation-relevance", () => {
  const turn = (output: string) => ({ input: "tell me", output });

  test("each message is judged with those before it; the score is the share of relevant ones", async () => {
    const replies = [
      '{"relevant": true}',
      '{"relevant": false, "reason": "off topic"}',
      '{"relevant": true}',
    ];
    const vars = { _conversation: [turn("one"), turn("two"), turn("three")] };
    const asking = {
      type: "conversation-relevance",
      config: { windowSize: 2 },
      threshold: 0.7,
      vars,
      replies,
    };
    const result = await judged(asking);
    expect(result.verdict.passed).toBe(false);
    expect(result.verdict.score).toBeCloseTo(2 / 3);
    expect(result.verdict.reason).toContain("not relevant is message 2: off topic");
    expect(result.asked[2]?.text).not.toContain("assistant: one");
    expect(result.asked[2]?.text).toContain("assistant: two");
  });

  test("without a conversation it is the question and the answer", async () => {
    const result = await judged({ type: "conversation-relevance", replies: ['{"relevant": true}'] });
    expect(toldTo(result)).toContain("user: What is the capital?\nassistant: Paris is the capital.");
  });
});

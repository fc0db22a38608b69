import { describe, expect, test } from "vitest";
import type { Json } from "../../../../src/prompts/types.js";
import { judged, toldTo } from "../../../support/scripted-judge.js";

const scored = (score: number) => [{ type: "contains", score, weight: 1 }];
const rival = (text: string, score?: number) => ({
  label: `other ${text}`,
  text,
  ...(score !== undefined && { scores: scored(score) }),
});

describe("select-best", () => {
  const best = { type: "select-best", value: "is shortest", output: "mine" };

  test("the chosen answer passes, and every case asks the same question", async () => {
    const rivals = [rival("first"), rival("last")];
    const mine = await judged({
      ...best,
      rivals,
      own: { place: 1 },
      replies: ['{"best": 1, "reason": "short"}'],
    });
    expect(mine.verdict).toMatchObject({ passed: true, score: 1, reason: "chosen as the best: short" });
    const theirs = await judged({
      ...best,
      output: "first",
      rivals: [rival("mine"), rival("last")],
      own: { place: 0 },
      replies: ["1"],
    });
    expect(theirs.verdict).toMatchObject({ passed: false, score: 0 });
    expect(toldTo(theirs)).toBe(toldTo(mine));
  });

  test("where the places are not known the question is the same all the same", async () => {
    const mine = await judged({ ...best, rivals: [rival("first")], replies: ["0"] });
    const theirs = await judged({ ...best, output: "first", rivals: [rival("mine")], replies: ["0"] });
    expect(toldTo(theirs)).toBe(toldTo(mine));
    expect([mine.verdict.passed, theirs.verdict.passed].sort()).toEqual([false, true]);
  });

  test.each(["2", '{"best": 0.5}', "the first one, answer 0", '{"reason": "none"}'])(
    "%s is an error of the case",
    async (reply) => {
      await expect(judged({ ...best, rivals: [rival("a")], replies: [reply] })).rejects.toMatchObject({
        code: "MLX_JUDGE_REPLY",
      });
    },
  );

  test("one answer alone cannot be compared", async () => {
    await expect(judged(best)).rejects.toThrow("it needs at least two prompts or providers");
  });
});

describe("max-score", () => {
  const max = { type: "max-score" };

  test("the highest score wins, of equal ones the first; nobody is asked", async () => {
    const wins = await judged({ ...max, rivals: [rival("a", 0.5)], own: { place: 1, scores: scored(0.7) } });
    expect(wins).toMatchObject({ verdict: { passed: true, score: 1 }, asked: [] });
    const loses = await judged({ ...max, rivals: [rival("a", 0.8)], own: { place: 0, scores: scored(0.7) } });
    expect(loses.verdict).toMatchObject({
      passed: false,
      reason: "not the highest (score 0.700, highest 0.800)",
    });
    const first = await judged({ ...max, rivals: [rival("a", 0.7)], own: { place: 0, scores: scored(0.7) } });
    const second = await judged({
      ...max,
      rivals: [rival("a", 0.7)],
      own: { place: 1, scores: scored(0.7) },
    });
    expect([first.verdict.passed, second.verdict.passed]).toEqual([true, false]);
  });

  test("the best must reach the threshold", async () => {
    const asking = {
      ...max,
      value: { threshold: 0.9 },
      rivals: [rival("a", 0.5)],
      own: { place: 0, scores: scored(0.7) },
    };
    expect((await judged(asking)).verdict).toMatchObject({
      passed: false,
      reason: expect.stringContaining("below"),
    });
  });

  test("weights by type take the place of the assertions' own, and scores may be summed up", async () => {
    const mine = [
      { type: "contains", score: 1, weight: 4 },
      { type: "not-regex", score: 0, weight: 1 },
    ];
    const theirs = [
      { type: "contains", score: 0.6, weight: 4 },
      { type: "not-regex", score: 0.6, weight: 1 },
    ];
    const asking = {
      ...max,
      own: { place: 0, scores: mine },
      rivals: [{ label: "other", text: "b", scores: theirs }],
    };
    const reasons = async (value?: Json) => {
      const { verdict } = await judged({ ...asking, ...(value !== undefined && { value }) });
      return verdict.reason;
    };
    expect(await reasons()).toBe("the highest (score 0.800, highest 0.800)");
    expect(await reasons({ weights: {} })).toBe("not the highest (score 0.500, highest 0.600)");
    expect(await reasons({ weights: { contains: 3 } })).toBe("the highest (score 0.750, highest 0.750)");
    expect(await reasons({ method: "sum", weights: { "not-regex": 0 } })).toBe(
      "the highest (score 1.000, highest 1.000)",
    );
    expect(await reasons({ method: "sum", threshold: 4.5 })).toBe(
      "below the threshold 4.5 (score 4.000, highest 4.000)",
    );
  });

  test("what it cannot make anything of is said", async () => {
    const own = { place: 0, scores: scored(0.7) };
    const asking = { ...max, rivals: [rival("a", 0.5)], own };
    await expect(judged({ ...asking, value: { weights: { contains: "2" } } })).rejects.toThrow(
      "weights.contains",
    );
    await expect(judged({ ...asking, value: { method: "median" } })).rejects.toThrow("average or sum");
    await expect(judged({ ...max, rivals: [rival("a")] })).rejects.toThrow("has no score of its own");
  });
});

describe("pairwise", () => {
  const pair = { type: "pairwise", value: "is clearer", rivals: [rival("other")] };

  test.each([
    ["first", "second", true, 1],
    ["second", "first", false, 0],
    ["first", "first", true, 0.5],
    ["second", "second", true, 0.5],
    ["tie", "tie", true, 0.5],
    ["first", "tie", true, 0.5],
  ])("%s, then %s with the order turned round", async (forth, back, passed, score) => {
    const { verdict, asked } = await judged({ ...pair, replies: [{ better: forth }, { better: back }] });
    expect(verdict).toMatchObject({ passed, score });
    expect(asked[0]?.text).toMatch(/<<< first \w+\nParis[\s\S]*<<< second \w+\nother/);
    expect(asked[1]?.text).toMatch(/<<< first \w+\nother[\s\S]*<<< second \w+\nParis/);
  });

  test("a reference is enough to compare with, and a higher threshold asks for a win", async () => {
    const { rivals: _, ...alone } = pair;
    const replies = [{ better: "tie" }, { better: "tie" }];
    const tied = await judged({ ...alone, config: { reference: "the old answer" }, threshold: 1, replies });
    expect(tied.verdict).toMatchObject({ passed: false, score: 0.5 });
    await expect(judged(alone)).rejects.toThrow("there is nothing to compare with");
  });

  test("another word is an error of the case", async () => {
    await expect(judged({ ...pair, replies: [{ better: "A" }] })).rejects.toThrow("not first, second or tie");
  });
});

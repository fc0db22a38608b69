import { expect, test } from "vitest";
import { judged, toldTo } from "../../../support/scripted-judge.js";

const goal = { type: "trajectory:goal-success", value: "book a table" };
const reached = { pass: true, score: 0.9, reason: "booked" };

test("the judge is told the goal, the calls in their order and the answer", async () => {
  const output = JSON.stringify([
    { name: "find", arguments: { near: "Bern" } },
    { name: "book", arguments: { at: 7 } },
  ]);
  const verdict = await judged({ ...goal, output, replies: [reached] });
  expect(verdict.verdict).toMatchObject({ passed: true, score: 0.9, reason: "booked" });
  const told = toldTo(verdict);
  expect(told).toMatch(/<<< goal \w+\nbook a table\n/);
  expect(told).toContain('1. find({"near":"Bern"})\n2. book({"at":7})');
});

test("without calls it is told that there are none; of very many the two ends", async () => {
  expect(toldTo(await judged({ ...goal, replies: [reached] }))).toContain("(none)");
  const output = JSON.stringify(
    Array.from({ length: 100 }, (_, index) => ({ name: `f${index}`, arguments: {} })),
  );
  const told = toldTo(await judged({ ...goal, output, replies: [reached] }));
  expect(told).toContain("20. f19({})\n… 60 more …\n81. f80({})");
});

test("the score must reach a threshold, and the goal may stand in a mapping or a prompt of one's own", async () => {
  const { verdict } = await judged({ ...goal, value: { goal: "eat" }, threshold: 0.95, replies: [reached] });
  expect(verdict).toMatchObject({ passed: false, reason: "booked (score 0.90 is below 0.95)" });
  const own = { ...goal, rubricPrompt: "{{goal}}: {{trajectory}} {{output}}", replies: [reached] };
  expect((await judged(own)).asked[0]?.text).toBe("book a table: (none) Paris is the capital.");
});

test("a reply without a verdict and a goal that is none are errors", async () => {
  await expect(judged({ ...goal, replies: ["it went well"] })).rejects.toMatchObject({
    code: "MLX_JUDGE_REPLY",
  });
  await expect(judged({ ...goal, value: " " })).rejects.toThrow("expected the goal");
});

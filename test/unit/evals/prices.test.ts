import { expect, test } from "vitest";
import { costOf, mostCostOf } from "../../../src/evals/prices.js";

const usage = { input: 1_000_000, output: 100_000, cached: 500_000 };

test("a cost is counted from the table, cached tokens like others", () => {
  expect(costOf("openai/gpt-4.1-2025-04-14", usage, {})).toBeCloseTo(2 + 0.8, 12);
  expect(costOf("gpt-4.1-2025-04-14", { ...usage, cached: 0 }, {})).toBeCloseTo(2.8, 12);
});

test("the project's prices go before the table, by the model's name with or without its provider", () => {
  const models = { "gpt-4.1-2025-04-14": { inputPrice: 1 }, "azure/d1": { inputPrice: 3, outputPrice: 4 } };
  expect(costOf("openai/gpt-4.1-2025-04-14", usage, models)).toBeCloseTo(1 + 0.8, 12);
  expect(costOf("azure/d1", usage, models)).toBeCloseTo(3 + 0.4, 12);
});

test("a model without a price, or on somebody else's host, has no cost", () => {
  expect(costOf("mystery", usage, {})).toBeUndefined();
  expect(costOf("azure/gpt-4.1-2025-04-14", usage, {})).toBeUndefined();
  expect(costOf("half", usage, { half: { inputPrice: 1 } })).toBeUndefined();
  expect(costOf("half", { ...usage, output: 0 }, { half: { inputPrice: 1 } })).toBe(1);
});

test("the most that a call can cost is every byte a token and the longest answer", () => {
  const models = { m: { inputPrice: 1, outputPrice: 10, maxOutput: 2000 } };
  expect(mostCostOf("m", { promptBytes: 500, maxOutput: 100 }, models)).toBeCloseTo(0.0015, 12);
  expect(mostCostOf("m", { promptBytes: 500 }, models)).toBeCloseTo(0.0205, 12);
  expect(mostCostOf("m", { promptBytes: 500 }, { m: { inputPrice: 1, outputPrice: 10 } })).toBeUndefined();
  expect(mostCostOf("mystery", { promptBytes: 500, maxOutput: 1 }, {})).toBeUndefined();
});

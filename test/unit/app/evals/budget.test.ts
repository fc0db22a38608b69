import { expect, test } from "vitest";
import { Budget, BudgetExhausted } from "../../../../src/app/evals/budget.js";

test("calls begin while what is spent, under way and asked for stays within the limit", async () => {
  const budget = new Budget(1);
  const first = await budget.reserve(0.4);
  const second = await budget.reserve(0.6);
  first.settle(0.1);
  second.settle(0.1);
  expect(budget.spent).toBeCloseTo(0.2);
  await expect(budget.reserve(0.9)).rejects.toBeInstanceOf(BudgetExhausted);
  await expect(budget.reserve(0.8)).resolves.toBeDefined();
});

test("a call waits where those under way may yet cost less than was set aside for them", async () => {
  const budget = new Budget(1);
  const first = await budget.reserve(0.9);
  let begun = false;
  const second = budget.reserve(0.5).then((reservation) => {
    begun = true;
    return reservation;
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(begun).toBe(false);
  first.settle(0.2);
  (await second).settle(0.5);
  expect(budget.spent).toBeCloseTo(0.7);
});

test("a call of unknown cost counts as the most that it could cost", async () => {
  const budget = new Budget(1);
  (await budget.reserve(0.7)).settle(undefined);
  expect(budget.spent).toBe(0.7);
  await expect(budget.reserve(0.4)).rejects.toThrow("$0.7 of $1");
});

test("what was spent before an evaluation went on counts", async () => {
  await expect(new Budget(1, 0.9).reserve(0.2)).rejects.toBeInstanceOf(BudgetExhausted);
});

test("a cost below nothing gives nothing back", async () => {
  const budget = new Budget(1);
  (await budget.reserve(0.9)).settle(0.9);
  (await budget.reserve(0.1)).settle(-5);
  expect(budget.spent).toBe(0.9);
});

test("free calls begin whatever is spent", async () => {
  const budget = new Budget(0);
  (await budget.reserve(0)).settle(0);
  expect(budget.spent).toBe(0);
});

test("the cost is added up without a limit, too", async () => {
  const budget = new Budget(undefined);
  (await budget.reserve(0)).settle(0.3);
  (await budget.reserve(0)).settle(undefined);
  expect(budget.spent).toBe(0.3);
});

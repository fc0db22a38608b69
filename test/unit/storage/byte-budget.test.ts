import { expect, test } from "vitest";
import { ByteBudget } from "../../../src/storage/byte-budget.js";

test("grants at once what is free", () => {
  const budget = new ByteBudget(10);
  expect(budget.acquire(6)).toBeUndefined();
  expect(budget.acquire(4)).toBeUndefined();
});

test("lets those wait in order for whom there is not enough", async () => {
  const budget = new ByteBudget(10);
  budget.acquire(8);
  const granted: string[] = [];
  const large = budget.acquire(9)?.then(() => granted.push("large"));
  const small = budget.acquire(1)?.then(() => granted.push("small"));
  expect(small).toBeInstanceOf(Promise);
  budget.release(8);
  await Promise.all([large, small]);
  expect(granted).toEqual(["large", "small"]);
});

test("grants more than there is in all once nothing else is held", async () => {
  const budget = new ByteBudget(10);
  budget.acquire(1);
  const huge = budget.acquire(1000);
  budget.release(1);
  await huge;
  expect(budget.acquire(1)).toBeInstanceOf(Promise);
});

import { expect, test } from "vitest";
import { after } from "../../../src/core/eventual.js";

test("what is there is gone on with at once, what is awaited when it comes; errors come the same way", async () => {
  expect(after(1, (value) => value + 1)).toBe(2);
  expect(await after(Promise.resolve(1), (value) => value + 1)).toBe(2);
  expect(await after(1, (value) => Promise.resolve(value + 1))).toBe(2);
  const fail = (): never => {
    throw new Error("no");
  };
  expect(() => after(1, fail)).toThrow("no");
  await expect(after(Promise.resolve(1), fail)).rejects.toThrow("no");
});

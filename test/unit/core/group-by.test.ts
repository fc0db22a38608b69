import { expect, test } from "vitest";
import { groupBy } from "../../../src/core/group-by.js";

test("items stay in order within their group, and groups in the order of their first items", () => {
  const groups = groupBy(["bee", "ant", "bat", "owl", "asp"], (name) => name[0]);
  expect([...groups]).toEqual([
    ["b", ["bee", "bat"]],
    ["a", ["ant", "asp"]],
    ["o", ["owl"]],
  ]);
});

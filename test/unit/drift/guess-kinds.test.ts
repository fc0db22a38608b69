import { expect, test } from "vitest";
import { type ColumnFacts, guessKind } from "../../../src/drift/guess-kinds.js";

function kindOf(facts: Partial<ColumnFacts>) {
  return guessKind({
    name: "x",
    type: "VARCHAR",
    values: 1000,
    distinct: 300,
    words: 1,
    isVector: false,
    ...facts,
  }).kind;
}

test("types and values say what a column is", () => {
  expect(kindOf({ type: "DOUBLE", distinct: 2 })).toBe("numeric");
  expect(kindOf({ type: "BIGINT" })).toBe("numeric");
  expect(kindOf({ type: "BIGINT", distinct: 5 })).toBe("categorical");
  expect(kindOf({ type: "BIGINT", distinct: 5, values: 29 })).toBe("numeric");
  expect(kindOf({ type: "BOOLEAN" })).toBe("boolean");
  expect(kindOf({ type: "DATE" })).toBe("timestamp");
  expect(kindOf({ type: "TIMESTAMP WITH TIME ZONE" })).toBe("timestamp");
  expect(kindOf({ type: "DECIMAL(10,2)" })).toBe("numeric");
  expect(kindOf({ type: "DOUBLE[]" })).toBe("embedding");
  expect(kindOf({ type: "FLOAT[768]" })).toBe("embedding");
  expect(kindOf({ isVector: true })).toBe("embedding");
  expect(kindOf({ words: 5 })).toBe("text");
  expect(kindOf({})).toBe("categorical");
  expect(kindOf({ values: 0, distinct: 0 })).toBe("categorical");
});

test("names of rows, and what has no profile, are left out with the reason", () => {
  expect(kindOf({ distinct: 1000 })).toBeUndefined();
  expect(kindOf({ type: "BIGINT", name: "user_id", distinct: 1000 })).toBeUndefined();
  expect(kindOf({ type: "BIGINT", name: "distance", distinct: 1000 })).toBe("numeric");
  expect(kindOf({ values: 20, distinct: 20 })).toBe("categorical");
  expect(
    guessKind({ name: "m", type: "STRUCT(a INTEGER)", values: 1, distinct: 0, words: 0, isVector: false })
      .why,
  ).toBe("there is no profile of STRUCT(a INTEGER)");
});

import { expect, test } from "vitest";
import { checkoutWord } from "../../../src/registry/checkout-word.js";

test("a path is named from the top, quoted where a shell needs it, and never as a pattern", () => {
  expect(checkoutWord("models/m/versions/1.json")).toBe(":/models/m/versions/1.json");
  expect(checkoutWord("models/m/it's")).toBe("':/models/m/it'\\''s'");
  expect(checkoutWord("models/m/a[1]*.json")).toBe("':(top,literal)models/m/a[1]*.json'");
});

import { expect, test } from "vitest";
import { parseReference, requireName, whichVersion } from "../../../src/registry/reference.js";

test("a name, a version and an alias are told apart by what follows @", () => {
  expect(parseReference("support")).toEqual({ name: "support" });
  expect(parseReference("support@2.4.0")).toEqual({ name: "support", ref: "2.4.0" });
  expect(parseReference("a.b_c-1@stable")).toEqual({ name: "a.b_c-1", ref: "stable" });
  expect(parseReference("constructor")).toEqual({ name: "constructor" });
});

test.each([
  "",
  "@stable",
  "support@",
  "support@1@2",
  "../support",
  "a/b",
  ".hidden",
  "a b",
  "é",
  "a".repeat(101),
  "__proto__",
])("%j names nothing", (text) => {
  expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: "MLX_REFERENCE", exitCode: 2 }));
});

test("where a name alone is wanted a version is refused", () => {
  expect(requireName("support")).toBe("support");
  expect(() => requireName("support@1.0.0")).toThrow(expect.objectContaining({ hint: "leave @1.0.0 out" }));
});

test("whoever leaves a version out is told of what, how to name one, and why it matters", () => {
  const plain = whichVersion("the model penguins", "such as penguins@1");
  expect(plain).toMatchObject({ code: "MLX_REFERENCE", exitCode: 2, hint: "such as penguins@1" });
  expect(plain.message).toBe("say which version of the model penguins is meant");
  expect(whichVersion("support", "", "the working copy can change").message).toBe(
    "say which version of support is meant: the working copy can change",
  );
});

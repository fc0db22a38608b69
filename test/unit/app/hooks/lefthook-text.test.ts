import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { callsMlx, withLefthookCommand } from "../../../../src/app/hooks/lefthook-text.js";
import { withoutBlocks } from "../../../../src/app/hooks/marked-block.js";

const command = { run: "mlx hooks run pre-commit" };

test.each([
  ["an empty file", ""],
  ["comments alone", "# ours\n"],
  ["another hook, no final line end", "pre-push:\n  commands:\n    test:\n      run: npm test"],
  ["the hook without a value", "pre-commit:\npre-push:\n  jobs: []\n"],
  ["the hook with other settings", "pre-commit:\n  parallel: true # fast\n  jobs:\n    - run: npm test\n"],
  ["commands without a value", "pre-commit:\n  commands:\n"],
  [
    "commands, four spaces deep, with comments",
    "# ours\npre-commit:   # before each commit\n    commands:\n        # lint first\n        lint:\n            run: eslint {staged_files}\n",
  ],
  ["Windows line ends", "pre-commit:\r\n  commands:\r\n    lint:\r\n      run: eslint\r\n"],
])("in %s the command is added, and every other byte stays", (_, text) => {
  const written = withLefthookCommand(text, "pre-commit");
  if (written === undefined) throw new Error("not written");
  expect(parse(written)["pre-commit"].commands.mlx).toEqual(command);
  expect(parse(written)).toMatchObject(withoutNulls(parse(text)));
  expect(withoutBlocks(written)).toBe(text);
  expect(callsMlx(written, "pre-commit")).toBe(true);
});

test("several hooks go in one after the other and come out together", () => {
  const text = "pre-commit:\n  commands:\n    lint:\n      run: eslint\n";
  const once = withLefthookCommand(text, "pre-commit") ?? "";
  const twice = withLefthookCommand(once, "pre-push") ?? "";
  expect(parse(twice)["pre-push"].commands.mlx).toEqual({
    run: "mlx hooks run pre-push {0}",
    use_stdin: true,
  });
  expect(parse(twice)["pre-commit"].commands).toEqual({ mlx: command, lint: { run: "eslint" } });
  expect(withoutBlocks(twice)).toBe(text);
});

describe("left to the person", () => {
  test.each([
    ["braces", "pre-commit: {commands: {lint: {run: eslint}}}\n"],
    ["an alias", "base: &b\n  commands: {}\npre-commit: *b\n"],
    ["a list", "- a\n"],
    ["broken YAML", "pre-commit: [\n"],
    ["a command of that name", "pre-commit:\n  commands:\n    mlx:\n      run: other\n"],
  ])("is %s", (_, text) => {
    expect(withLefthookCommand(text, "pre-commit")).toBeUndefined();
  });
});

function withoutNulls(value: unknown): object {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (inner === null) return [];
      return [[key, typeof inner === "object" && !Array.isArray(inner) ? withoutNulls(inner) : inner]];
    }),
  );
}

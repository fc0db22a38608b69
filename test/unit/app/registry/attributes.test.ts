import { expect, test } from "vitest";
import { withRegistryAttributes } from "../../../../src/app/registry/attributes.js";

const lines =
  "prompts/*/versions/* -text\nprompts/*/events/* text eol=lf\nprompts/*/aliases/* text eol=lf\nprompts/*/evidence/* text eol=lf\n";

test("an empty file gets the four lines, and a file that has them nothing", () => {
  expect(withRegistryAttributes("", "prompt")).toBe(lines);
  expect(withRegistryAttributes(lines, "prompt")).toBeUndefined();
});

test("what is there stays, with its line ends, and a last line without one gets it", () => {
  expect(withRegistryAttributes("*.png binary", "prompt")).toBe(`*.png binary\n${lines}`);
  expect(withRegistryAttributes("*.png binary\r\n", "prompt")).toBe(
    `*.png binary\r\n${lines.replaceAll("\n", "\r\n")}`,
  );
});

test("what the user says of these files is left alone", () => {
  const own = "prompts/*/versions/* -text diff=markdown\n";
  expect(withRegistryAttributes(own, "prompt")).toBe(own + lines.split("\n").slice(1).join("\n"));
});

test("each noun has lines for its own folder", () => {
  expect(withRegistryAttributes(lines, "model")).toContain("models/*/versions/* -text\n");
});

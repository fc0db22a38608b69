import { expect, test } from "vitest";
import { examine } from "../../../src/doctor/examine.js";
import { doctorMarkdown } from "../../../src/doctor/markdown.js";
import { projectFacts } from "../../support/project-facts.js";

test("each item is a row, and nothing in names and paths is mark-up", () => {
  const found = [{ path: "a|b`c\n<img>.env", line: 1, kind: "a token" }];
  const text = doctorMarkdown(examine(projectFacts({ name: "a | b", secrets: { files: 1, found } })));
  const lines = text.split("\n");
  expect(lines[0]).toBe("### a \\| b: 21 of 22 in place, 1 missing");
  expect(lines).toContain("| ✅ | a suite | `answer (data/golden.jsonl)` |  |");
  expect(lines.at(-2)).toBe(
    "| ❌ | none in git | `a\\|b'c <img>.env:1: a token` | `revoke it, take it out, and read it from the environment` |",
  );
});

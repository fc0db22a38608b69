import { expect, test } from "vitest";
import { inForeground } from "../../../src/process/terminal-group.js";

test.each([
  ["in the terminal's foreground", "7 (mlx) S 1 7 5 34816 7 4194560", true],
  ["in its background", "7 (mlx) S 1 7 5 34816 5 4194560", false],
  ["without a terminal", "7 (mlx) S 1 7 5 0 -1 4194560", false],
  ["under a name with spaces and brackets", "7 (a ) b) S 1 7 5 34816 7 4194560", true],
])("a process %s", (_where, stat, expected) => {
  expect(inForeground(false, stat)).toBe(expected);
});

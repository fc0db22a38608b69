import { expect, test } from "vitest";
import type { Finding } from "../../../../src/core/finding.js";
import { withDeleted } from "../../../../src/registry/history/with-deleted.js";
import { registryFinding } from "../../../../src/registry/verify/registry-finding.js";

const finding = (rule: "missing-frozen" | "stray-file" | "deleted-file", file: string): Finding =>
  registryFinding(rule, file, `${rule} says`, `${rule} helps`);

test("a file that both miss is told of once, by the rule of the tree in the words of the history", () => {
  const tree = [finding("missing-frozen", "a"), finding("stray-file", "b")];
  expect(withDeleted(tree, [finding("deleted-file", "a"), finding("deleted-file", "c")])).toEqual([
    { ...finding("missing-frozen", "a"), message: "deleted-file says", hint: "deleted-file helps" },
    ...[finding("stray-file", "b"), finding("deleted-file", "c")],
  ]);
});

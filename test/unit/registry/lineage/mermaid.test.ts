import { expect, test } from "vitest";
import { mermaidText } from "../../../../src/registry/lineage/mermaid.js";

test("nodes have plain names, texts in quotes, and a shape by their kind", () => {
  const text = mermaidText({
    nodes: [
      { id: "a", kind: "data", label: "data/train.csv", details: ["0123456789ab"] },
      { id: "b", kind: "model", label: "penguins@3", details: [], state: "good" },
    ],
    edges: [{ from: "a", to: "b" }],
  });
  expect(text.split("\n").slice(0, 4)).toEqual([
    "flowchart LR",
    '  n0[("data data/train.csv<br/>0123456789ab")]',
    '  n1[["model penguins@3"]]',
    "  n0 --> n1",
  ]);
  expect(text).toContain("  class n1 model\n  class n1 good\n");
});

test("what a name could do to the chart is escaped by number", () => {
  const label = 'x"]; click n0 "https://e.vil" <b>`**#amp;\nend 1\\';
  const text = mermaidText({ nodes: [{ id: "a", kind: "run", label, details: [] }], edges: [] });
  const [, line = ""] = text.split("\n");
  expect(line).toBe(
    '  n0(["run x#34;#93;; click n0 #34;https://e.vil#34; #60;b#62;#96;#42;#42;#35;amp; end 1#92;"])',
  );
  expect(text.split("\n").filter((other) => other.includes("n0"))).toHaveLength(1);
});

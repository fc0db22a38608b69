import { expect, test } from "vitest";
import { sha256Of } from "../../../../src/core/sha256.js";
import { lineageGraph } from "../../../../src/registry/lineage/build-graph.js";
import { lineageVersion } from "../../../../src/registry/lineage/lineage-source.js";
import { ModelScene } from "../../../support/model-scene.js";
import { penguinsLineage } from "../../../support/penguins-lineage.js";

const graphOf = (made: ModelScene, ...versions: string[]) =>
  lineageGraph(versions.map((version) => lineageVersion(made.item, made.record(version))));

const labels = (graph: ReturnType<typeof graphOf>) => {
  const known = new Map(graph.nodes.map(({ id, kind, label }) => [id, `${kind} ${label}`]));
  return graph.edges.map(({ from, to }) => `${known.get(from)} → ${known.get(to)}`);
};

test("data, code and environment lead to the run, the run to the version, the version to its evidence, that to the alias", () => {
  expect(labels(graphOf(penguinsLineage(), "2")).sort()).toEqual(
    [
      "data data/train.csv → run more data",
      "data data/islands.csv → run more data",
      "code commit 9a8b7c6d5e4f → run more data",
      "environment python 3.12.1 → run more data",
      "run more data → model penguins@2",
      "prompt labeller@1.2.0 → model penguins@2",
      "base acme/bird-encoder → model penguins@2",
      "model penguins@2 → suite golden",
      "model penguins@2 → monitor inflow",
      "model penguins@2 → reproduction within tolerance",
      "suite golden → alias production",
      "monitor inflow → alias production",
    ].sort(),
  );
});

test("an alias that went by no evidence follows the version itself", () => {
  expect(labels(graphOf(penguinsLineage(), "1"))).toContain("model penguins@1 → alias champion");
});

test("versions share what is the same, and only that", () => {
  const { nodes } = graphOf(penguinsLineage(), "1", "2");
  const count = (kind: string, label: string) =>
    nodes.filter((node) => node.kind === kind && node.label === label).length;
  expect(count("data", "data/islands.csv")).toBe(1);
  expect(count("data", "data/train.csv")).toBe(2);
  expect(count("environment", "python 3.12.1")).toBe(1);
  expect(count("suite", "golden")).toBe(2);
});

test("how evidence came out is a state, an overridden gate too", () => {
  const { nodes } = graphOf(penguinsLineage(), "2");
  const state = Object.fromEntries(nodes.map(({ kind, state: said }) => [kind, said]));
  expect(state).toMatchObject({ suite: "good", monitor: "bad", reproduction: "good", alias: "unclear" });
  expect(state["model"]).toBeUndefined();
});

test("without a run what is known leads to the version itself", () => {
  const made = new ModelScene();
  made.register(1, undefined, { data: { "data.csv": sha256Of("data") } });
  expect(labels(graphOf(made, "1"))).toEqual(["data data.csv → model penguins@1"]);
});

test("of hundreds of files the first are shown and the others counted", () => {
  const made = new ModelScene();
  const data = Object.fromEntries(
    Array.from({ length: 300 }, (_, at) => [`data/${at}.csv`, sha256Of(`${at}`)]),
  );
  made.register(1, undefined, { data });
  const { nodes } = graphOf(made, "1");
  expect(
    nodes
      .filter(({ kind }) => kind === "data")
      .map(({ label }) => label)
      .at(-1),
  ).toBe("and 289 more");
});

test("of several evaluations by one suite the newest counts, and those that a gate went by", () => {
  const { evidence } = lineageVersion(penguinsLineage().item, penguinsLineage().record("2"));
  expect(evidence.map(({ evidence: found }) => found.kind).sort()).toEqual([
    ...["drift", "evaluation", "reproduction"],
  ]);
});

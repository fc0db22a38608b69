import { expect, test } from "vitest";
import {
  type AgainstHolderFacts,
  againstHolder,
} from "../../../../src/registry/model-gates/against-holder.js";
import type { NonInferiorRule } from "../../../../src/registry/models/model-settings.js";
import { ModelScene } from "../../../support/model-scene.js";

/** Versions 1, which holds the alias, and 2, of whose metrics their records alone speak. */
function facts(before: Record<string, number>, after: Record<string, number>): AgainstHolderFacts {
  const scene = new ModelScene();
  const holder = scene.register(1, { "model.json": "1" }, { metrics: before });
  const record = scene.register(2, { "model.json": "2" }, { metrics: after });
  const unasked = () => expect.fail("there is no evaluation to compare");
  return { item: scene.item, record, holder, suites: new Map(), metricDifference: unasked };
}

const rule = (more: Partial<NonInferiorRule>): NonInferiorRule => ({
  ...{ kind: "nonInferior", metric: "accuracy", margin: 0 },
  ...more,
});

test("a version is not held against itself", () => {
  const { holder, ...others } = facts({}, {});
  expect(againstHolder(rule({}), { ...others, holder, record: holder })).toEqual({ kind: "same" });
});

test.each([
  ["accuracy", "higher"],
  ["passRate", "higher"],
  ["val_loss", "lower"],
])(
  "figures of records are compared where there is no evidence: %s is better when it is %s",
  (metric, direction) => {
    expect(againstHolder(rule({ metric }), facts({ [metric]: 0.25 }, { [metric]: 0.75 }))).toEqual({
      ...{ kind: "compared", holder: "penguins@1", direction, evaluations: [] },
      difference: { before: 0.25, after: 0.75, difference: 0.5, by: "figures" },
    });
  },
);

test("a metric whose name tells no direction needs one in the gate", () => {
  const unknown = facts({ wobble: 1 }, { wobble: 2 });
  expect(againstHolder(rule({ metric: "wobble" }), unknown)).toMatchObject({
    kind: "unknown",
    hint: "say it in the gate: direction: higher, or lower",
  });
  expect(againstHolder(rule({ metric: "wobble", direction: "lower" }), unknown)).toMatchObject({
    kind: "compared",
    direction: "lower",
  });
});

test("a figure that one of both lacks is told, with the command that gets it", () => {
  expect(againstHolder(rule({}), facts({}, { accuracy: 0.9 }))).toMatchObject({
    kind: "unknown",
    hint: "evaluate it: mlx eval run SUITE --record --model penguins@2",
  });
});

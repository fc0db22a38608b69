import { expect, test } from "vitest";
import { intactEvents } from "../../../../src/registry/events/heads.js";
import { aliasGates, type GateFacts, judgeGates } from "../../../../src/registry/gates/gates.js";
import { bob, RegistryScene } from "../../../support/registry-scene.js";

function facts(made: RegistryScene, more: Partial<GateFacts> = {}): GateFacts {
  return { record: made.record("1.0.0"), events: intactEvents(made.item), ...more };
}

function published(): RegistryScene {
  const made = new RegistryScene();
  made.publish("1.0.0");
  return made;
}

test("all gates are judged, in the order of the configuration, the failing ones too", () => {
  const made = published();
  const gates = aliasGates([{ approvals: 1 }, { lint: "errors" }, { signed: true }]);
  const outcomes = judgeGates(gates, facts(made));
  expect(outcomes.map(({ gate, passed }) => [gate, passed])).toEqual([
    ["approvals: 1", false],
    ["lint: errors", false],
    ["signed", false],
  ]);
});

test("the lint gate passes over warnings unless it is told not to", () => {
  const lint = { errors: 0, warnings: 2, rules: ["no-max-output"] };
  const judged = (level: "errors" | "warnings") =>
    judgeGates(aliasGates([{ lint: level }]), facts(published(), { lint }));
  expect(judged("errors")).toEqual([
    { gate: "lint: errors", passed: true, reason: "0 errors, 2 warnings: no-max-output" },
  ]);
  expect(judged("warnings")).toMatchObject([{ gate: "lint: warnings", passed: false }]);
});

test("approvals give the figure, the people and the digests of their events", () => {
  const made = published();
  const { digest } = made.judge("approve", "1.0.0", bob);
  const [one, two] = judgeGates(
    aliasGates([{ approvals: 1 }, { approvals: 2, from: ["eve@example.com"] }]),
    facts(made),
  );
  expect(one).toEqual({
    ...{ gate: "approvals: 1", passed: true, reason: "1 of 1 by Bob@Example.com" },
    evidence: [`event:${digest}`],
  });
  expect(two).toEqual({
    ...{ gate: "approvals: 2 from eve@example.com", passed: false },
    reason: "0 of 2; Bob@Example.com is not among those who may approve",
  });
});

test("a good signature is told with its commit", () => {
  const signature = { good: true, reason: "commit abc, signed by ann", commit: "abc" };
  expect(judgeGates(aliasGates([{ signed: true }]), facts(published(), { signature }))).toEqual([
    { gate: "signed", passed: true, reason: "commit abc, signed by ann", evidence: ["commit:abc"] },
  ]);
});

import { expect, test } from "vitest";
import { parseScoreGate } from "../../../../src/evals/gates/score-gate.js";

test("a gate is a metric, a slice, a relation and a limit", () => {
  expect(parseScoreGate(" F1[Island = Biscoe Cove] >= 90% ")).toEqual({
    ...{ text: "F1[Island = Biscoe Cove] >= 90%", metric: "f1", relation: ">=", limit: 0.9 },
    slice: { name: "Island", value: "Biscoe Cove" },
  });
  expect(parseScoreGate("demographic_parity[sex]<=.1")).toMatchObject({ slice: { name: "sex" }, limit: 0.1 });
  expect(parseScoreGate("mae<1.5e3")).toMatchObject({ metric: "mae", relation: "<", limit: 1500 });
  for (const wrong of ["", "f1", "f1=0.9", "f1>=", "f1>=x", ">=1", "f1[a>=1", "f1>=1 2"])
    expect(parseScoreGate(wrong)).toBeUndefined();
});

import { expect, test } from "vitest";
import { nestRuns } from "../../../src/runs/nest-runs.js";
import { plainRecord, testRunId } from "../../support/seeded-runs.js";

const shape = (runs: Parameters<typeof nestRuns>[0]) =>
  nestRuns(runs).map(({ run, depth }) => `${depth} ${run.name}`);
const client = (number: number, parts = {}) =>
  plainRecord(number, { kind: "client", commandId: testRunId(1), ...parts });

test("client runs stand below their command, the first one first, nested ones below their own parents", () => {
  const runs = [
    plainRecord(9),
    client(4, { tags: { "mlflow.parentRunId": testRunId(2) } }),
    client(3),
    client(2),
    plainRecord(1),
    plainRecord(0),
  ];
  expect(shape(runs)).toEqual(["0 run 9", "0 run 1", "1 run 2", "2 run 4", "1 run 3", "0 run 0"]);
});

test("a run whose command is not in the list stands where it was", () => {
  expect(shape([plainRecord(9), client(3), plainRecord(0)])).toEqual(["0 run 9", "0 run 3", "0 run 0"]);
});

test("runs that claim each other as parents are listed all the same", () => {
  const runs = [
    plainRecord(2, { tags: { "mlflow.parentRunId": testRunId(3) } }),
    plainRecord(3, { tags: { "mlflow.parentRunId": testRunId(2) } }),
  ];
  expect(shape(runs)).toHaveLength(2);
});

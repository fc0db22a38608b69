import { expect, test } from "vitest";
import { wholeRun } from "../../../src/runs/whole-run.js";
import { latestOf, plainRecord, testRunId } from "../../support/seeded-runs.js";

test("a client's run knows code and environment from the command around it", () => {
  const command = plainRecord(1, { params: { lr: "1", seed: "3" }, context: { mlxVersion: "1.0.0" } });
  const client = plainRecord(2, { kind: "client", commandId: testRunId(1), params: { lr: "2" } });
  expect(wholeRun(client, command, [])).toMatchObject({
    id: testRunId(2),
    params: { lr: "2", seed: "3" },
    context: { mlxVersion: "1.0.0" },
    measuredBy: testRunId(2),
  });
});

test("a command without metrics takes those of the one run that a client made inside of it", () => {
  const inside = plainRecord(2, { kind: "client", commandId: testRunId(1), metrics: latestOf({ loss: 1 }) });
  const nested = plainRecord(3, {
    kind: "client",
    commandId: testRunId(1),
    tags: { "mlflow.parentRunId": testRunId(2) },
  });
  const whole = wholeRun(plainRecord(1), undefined, [inside, nested]);
  expect([whole.id, whole.measuredBy, whole.metrics["loss"]?.value]).toEqual([testRunId(1), testRunId(2), 1]);
});

test("a command with several client runs, or metrics of its own, stays as it is", () => {
  const inside = [2, 3].map((number) =>
    plainRecord(number, { kind: "client", metrics: latestOf({ loss: number }) }),
  );
  expect(wholeRun(plainRecord(1), undefined, inside).metrics).toEqual({});
  const own = plainRecord(1, { metrics: latestOf({ own: 1 }) });
  expect(wholeRun(own, undefined, inside.slice(0, 1)).measuredBy).toBe(testRunId(1));
});

import { expect, test } from "vitest";
import { comparePoints, isLater } from "../../../src/runs/metric-order.js";
import { endStatus, mlflowStatus, statusOfMlflow } from "../../../src/runs/status.js";
import { runStatuses } from "../../../src/runs/types.js";

test("a command has finished by exit code 0, was killed by a signal, else it failed", () => {
  expect(endStatus(0, null)).toBe("finished");
  expect(endStatus(3, null)).toBe("failed");
  expect(endStatus(null, "SIGKILL")).toBe("killed");
  expect(endStatus(null, null)).toBe("failed");
});

test("MLflow's words stand for ours, and interrupted runs have failed for it", () => {
  expect(runStatuses.map(mlflowStatus)).toEqual(["RUNNING", "FINISHED", "FAILED", "KILLED", "FAILED"]);
  expect(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"].map(statusOfMlflow)).toEqual([
    ...["running", "running", "finished", "failed", "killed"],
  ]);
  expect(statusOfMlflow("failed")).toBeUndefined();
});

test("the latest point has the highest step, then timestamp, then value, NaN below all", () => {
  const at = (step: number, timestamp: number, value: number) => ({ step, timestamp, value });
  const sorted = [
    at(0, 9, 9),
    at(1, 1, 9),
    at(1, 2, Number.NaN),
    at(1, 2, Number.NEGATIVE_INFINITY),
    at(1, 2, -1),
    at(1, 2, 0),
    at(1, 2, Number.POSITIVE_INFINITY),
  ];
  expect([...sorted].reverse().sort(comparePoints)).toEqual(sorted);
  expect(comparePoints(at(1, 1, Number.NaN), at(1, 1, Number.NaN))).toBe(0);
  expect(isLater(at(2, 0, 0), at(1, 9, 9))).toBe(true);
  expect(isLater(at(1, 1, 1), at(1, 1, 1))).toBe(false);
});

import { expect, test } from "vitest";
import {
  modelStatusOf,
  requireNumber,
  requireStatus,
  requireTime,
} from "../../../../src/mlflow/import/values.js";

test.each([
  ["1.5", 1.5],
  [" -2e-3 ", -0.002],
  ["nan", Number.NaN],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["Infinity", Number.POSITIVE_INFINITY],
  [1.7976931348623157e308, Number.POSITIVE_INFINITY],
  [-1.7976931348623157e308, Number.NEGATIVE_INFINITY],
  [0, 0],
])("the metric value %j is %d", (written, value) => {
  expect(requireNumber(written, "it")).toBe(value);
});

test.each(["", "much", "0x10", "1 2", null, {}])("the metric value %j is refused", (written) => {
  expect(() => requireNumber(written, "the value")).toThrow("the value is not a number");
});

test("statuses are told by name or by the file store's number", () => {
  expect([requireStatus(3), requireStatus("KILLED"), requireStatus(1)]).toEqual([
    "FINISHED",
    "KILLED",
    "RUNNING",
  ]);
  expect(() => requireStatus(9)).toThrow("not one of MLflow's: 9");
  expect([modelStatusOf(2), modelStatusOf("LOGGED_MODEL_UPLOAD_FAILED"), modelStatusOf(undefined)]).toEqual([
    "LOGGED_MODEL_READY",
    "LOGGED_MODEL_UPLOAD_FAILED",
    "LOGGED_MODEL_PENDING",
  ]);
});

test("a start that no ULID can hold is refused", () => {
  expect(requireTime("1795207813816", "it")).toBe(1_795_207_813_816);
  expect(() => requireTime(-1, "its start_time")).toThrow("its start_time is not a time: -1");
  expect(() => requireTime(2 ** 48, "its start_time")).toThrow("is not a time");
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { reportOf } from "../../../src/core/error-report.js";
import { Interrupted, MlxError } from "../../../src/core/errors.js";

test("an error with a place begins with it, once", () => {
  const at = { file: "mlx.yaml", line: 3, column: 5 };
  expect(reportOf(new MlxError("MLX_X", "wrong", { at })).message).toBe("mlx.yaml:3:5: wrong");
  expect(reportOf(new MlxError("MLX_X", "mlx.yaml:3:5: wrong", { at })).message).toBe("mlx.yaml:3:5: wrong");
});

test("an operating system's refusal is told in words, not as a bug", () => {
  let thrown: unknown;
  try {
    readFileSync("/nowhere/at/all");
  } catch (error) {
    thrown = error;
  }
  const report = reportOf(thrown);
  expect(report).toMatchObject({ code: "MLX_ENOENT", exitCode: 3 });
  expect(report.message).toBe("/nowhere/at/all: no such file or folder");
});

test("anything else that is thrown is a bug, exit 70", () => {
  expect(reportOf(new TypeError("x is not a function"))).toMatchObject({ code: "MLX_BUG", exitCode: 70 });
  expect(reportOf("text").message).toBe("unexpected failure: text");
});

test("an interruption is exit 130, under either of its names", () => {
  expect(reportOf(new Interrupted()).exitCode).toBe(130);
  expect(reportOf(new DOMException("stop", "AbortError")).exitCode).toBe(130);
});

import { MlxError } from "../../core/errors.js";
import type { AssertionSpec } from "../types.js";

type Vector = readonly number[];

/** Cosine of the angle between two vectors, -1 to 1. */
export function cosine(a: Vector, b: Vector, assertion: AssertionSpec): number {
  const product = dot(a, b, assertion);
  const lengths = Math.sqrt(dot(a, a, assertion) * dot(b, b, assertion));
  if (lengths === 0) throw unusable(assertion, "one has the length 0");
  // Rounding may put it a hair outside.
  return Math.max(-1, Math.min(1, product / lengths));
}

/** The dot product of two vectors. @throws {MlxError} `MLX_JUDGE_REPLY` where they cannot be compared. */
export function dot(a: Vector, b: Vector, assertion: AssertionSpec): number {
  check(a, b, assertion);
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

/** The distance between two points. */
export function euclidean(a: Vector, b: Vector, assertion: AssertionSpec): number {
  check(a, b, assertion);
  return Math.sqrt(a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0));
}

function check(a: Vector, b: Vector, assertion: AssertionSpec): void {
  if (a.length === 0 || a.length !== b.length) {
    throw unusable(assertion, `they have ${a.length} and ${b.length} numbers`);
  }
  if (![...a, ...b].every(Number.isFinite)) throw unusable(assertion, "one has a number that is none");
}

function unusable({ at, type }: AssertionSpec, why: string): MlxError {
  const place = `${at.file}:${at.line}:${at.column}`;
  return new MlxError("MLX_JUDGE_REPLY", `${place}: ${type}: the embeddings cannot be compared: ${why}`, {
    at,
  });
}

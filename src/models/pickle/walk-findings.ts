import { atByte, type ModelFinding } from "../verdict.js";
import type { PickleWalk } from "./pickle-walk.js";

/** What there is to say of a walk that did not come to its end. */
export function brokenFinding(walk: PickleWalk): ModelFinding {
  const { outcome, problem, end } = walk;
  if (outcome === "limit") return limitOf(walk);
  const what =
    outcome === "cut" ? "the pickle is cut off" : `the pickle cannot be read any further: ${problem}`;
  return { rule: "damaged", level: "unknown", what, where: atByte(end) };
}

/** Of a walk that was given up. */
export function limitOf({ problem, end }: PickleWalk): ModelFinding {
  const what = `the pickle is not read to its end: ${problem}`;
  return { rule: "limit", level: "unknown", what, where: atByte(end) };
}

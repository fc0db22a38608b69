import type { Verdict } from "./grader.js";

/** A verdict that knows only yes and no. */
export function yesOrNo(passed: boolean, reason: string): Verdict {
  return { passed, score: passed ? 1 : 0, reason };
}

/** A score between 0 and 1 that passes from a threshold on. */
export function atLeast(score: number, threshold: number, what: string): Verdict {
  const passed = score >= threshold;
  const shown = score.toFixed(4);
  return { passed, score, reason: `${what} ${shown} is ${passed ? "at least" : "below"} ${threshold}` };
}

/** A quantity that may be so large at most. */
export function atMost(quantity: number, most: number, what: string, unit = ""): Verdict {
  const shown = Number.isInteger(quantity) ? String(quantity) : quantity.toPrecision(4);
  const relation = quantity <= most ? "is at most" : "is above";
  return yesOrNo(quantity <= most, `${what} ${shown}${unit} ${relation} ${most}${unit}`);
}

/** A text as messages show it: one line, cut where it is long. */
export function shown(text: string, most = 80): string {
  const line = JSON.stringify(text.length > most ? `${text.slice(0, most - 1)}…` : text);
  return text.length > most ? `${line} (${text.length} characters)` : line;
}

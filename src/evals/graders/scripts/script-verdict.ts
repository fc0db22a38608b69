import { MlxError } from "../../../core/errors.js";
import { shortJson } from "../../../core/schema-problems.js";
import { parseJson } from "../../../prompts/json-value.js";
import type { Json } from "../../../prompts/types.js";
import type { Grade } from "../../types.js";
import { isMapping } from "../assertion-value.js";
import type { Verdict } from "../grader.js";
import { yesOrNo } from "../verdict.js";

/** How a result is to be understood. */
export interface ScriptRules {
  /** How messages name what answered: `the script`. */
  readonly who: string;
  readonly threshold?: number | undefined;
  /** Whether a threshold also holds for the score of `{pass, score}`: it does for Python and Ruby, not for JavaScript. */
  readonly thresholdForObjects: boolean;
  /** Whether `"true"`, `"0.5"` and JSON in a text count as what they spell: for languages that print. */
  readonly spelled: boolean;
}

/**
 * What a script's result means: true or false; a number, which passes from the threshold on, or above 0; or `{pass, score, reason,
 * namedScores, componentResults}`. Anything else is an error of the case.
 * @throws {MlxError} `MLX_GRADER`
 */
export function scriptVerdict(result: Json, rules: ScriptRules): Verdict {
  const value = rules.spelled && typeof result === "string" ? spelledOut(result) : result;
  if (typeof value === "boolean") return yesOrNo(value, `${rules.who} returned ${value}`);
  if (typeof value === "number" && Number.isFinite(value)) return numberVerdict(value, rules);
  if (isMapping(value)) return mappingVerdict(value, rules);
  throw unusable(rules, `returned ${shortJson(result)}`);
}

function numberVerdict(value: number, { who, threshold }: ScriptRules): Verdict {
  const passed = threshold === undefined ? value > 0 : value >= threshold;
  const limit = threshold === undefined ? "above 0" : `at least ${threshold}`;
  return {
    passed,
    score: value,
    keepsScore: true,
    reason: `${who} returned ${value}, ${passed ? "" : "not "}${limit}`,
  };
}

function mappingVerdict(value: { readonly [key: string]: Json }, rules: ScriptRules): Verdict {
  const pass = value["pass"] ?? value["pass_"];
  if (typeof pass !== "boolean")
    throw unusable(rules, `returned ${shortJson(value)}, which has no pass that is true or false`);
  const score = value["score"] ?? (pass ? 1 : 0);
  if (typeof score !== "number" || !Number.isFinite(score))
    throw unusable(rules, `returned the score ${shortJson(score)}`);
  const tooLow = rules.thresholdForObjects && rules.threshold !== undefined && score < rules.threshold;
  const said = typeof value["reason"] === "string" ? value["reason"] : "";
  const limit = tooLow ? `the score ${score} is below ${rules.threshold}` : "";
  const reason = [limit, said].filter((part) => part !== "").join(": ") || `${rules.who} returned ${pass}`;
  const namedScores = namedScoresOf(value["namedScores"] ?? value["named_scores"], rules);
  const components = componentsOf(value["componentResults"] ?? value["component_results"], rules);
  return {
    passed: pass && !tooLow,
    score,
    keepsScore: true,
    reason,
    ...(namedScores && { namedScores }),
    ...(components && { components }),
  };
}

function namedScoresOf(value: Json | undefined, rules: ScriptRules): Record<string, number> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isMapping(value)) throw unusable(rules, `returned namedScores ${shortJson(value)}`);
  const scores = Object.entries(value).map(([name, score]): [string, number] => {
    if (typeof score === "number" && Number.isFinite(score)) return [name, score];
    throw unusable(rules, `returned the score ${shortJson(score)} for ${name}`);
  });
  return Object.fromEntries(scores);
}

function componentsOf(value: Json | undefined, rules: ScriptRules): readonly Grade[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter(isMapping).map((component): Grade => {
    const { passed, score, reason } = mappingVerdict(component, { ...rules, thresholdForObjects: false });
    const assertion = component["assertion"];
    const type = isMapping(assertion) && typeof assertion["type"] === "string" ? assertion["type"] : "script";
    return { type, status: passed ? "passed" : "failed", score, weight: 1, reason };
  });
}

function spelledOut(text: string): Json {
  const trimmed = text.trim();
  if (/^(?:true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === "true";
  const read = parseJson(trimmed);
  return read === undefined ? text : read;
}

function unusable({ who }: ScriptRules, what: string): MlxError {
  return new MlxError("MLX_GRADER", `${who} ${what}`, {
    hint: "return true or false, a number, or {pass, score, reason}",
  });
}

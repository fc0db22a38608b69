import { MlxError } from "../../../core/errors.js";
import type { AssertionSpec } from "../../types.js";
import { invalidAssertion, requiredText, settingOf } from "../assertion-value.js";
import type { Grader, GradingServices, Verdict } from "../grader.js";
import { shown, yesOrNo } from "../verdict.js";
import { mayTakeLong } from "./backtracking.js";

const mostPatterns = 1000;
const patterns = new Map<string, RegExp>();

/**
 * The output has a place that the pattern fits. A pattern that might backtrack for long on this output is tried in the scripts'
 * process instead, with their time limit, so that it cannot hang the run.
 */
const regex: Grader = ({ assertion, text }, services) => {
  const pattern = patternOf(assertion);
  if (mayTakeLong(pattern, text.length)) return matchedElsewhere(assertion, pattern, text, services);
  return told(pattern.test(text), pattern);
};

async function matchedElsewhere(
  assertion: AssertionSpec,
  { source, flags }: RegExp,
  text: string,
  services: GradingServices,
): Promise<Verdict> {
  const code = "new RegExp(context.source, context.flags).test(output)";
  try {
    const found = await services.script({ language: "javascript", code, at: assertion.at }, [
      text,
      { source, flags },
    ]);
    return told(found === true, new RegExp(source, flags));
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    const reason = `the pattern ${shown(source)} backtracks too long on an output of ${text.length} characters: ${error.message}`;
    throw new MlxError(error.code, reason, {
      hint: "let no repetition stand inside of another one",
      cause: error,
    });
  }
}

function told(passed: boolean, { source }: RegExp): Verdict {
  return yesOrNo(passed, `the output ${passed ? "matches" : "does not match"} ${shown(source)}`);
}

/** @throws {MlxError} `MLX_INVALID_ASSERTION` */
export function patternOf(assertion: AssertionSpec): RegExp {
  const source = requiredText(assertion);
  const flags = settingOf(assertion, "flags") ?? "";
  if (typeof flags !== "string" || /[^imsuv]/.test(flags)) {
    throw invalidAssertion(
      assertion,
      `flags: expected some of i, m, s, u, v, found ${JSON.stringify(flags)}`,
    );
  }
  const key = `${flags}/${source}`;
  const known = patterns.get(key);
  if (known) return known;
  const pattern = compiled(assertion, source, flags);
  if (patterns.size >= mostPatterns) patterns.clear();
  patterns.set(key, pattern);
  return pattern;
}

function compiled(assertion: AssertionSpec, source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /s, "") : String(error);
    throw invalidAssertion(assertion, `${shown(source)} is no regular expression: ${reason}`);
  }
}

export const regexGraders: Readonly<Record<string, Grader>> = { regex };

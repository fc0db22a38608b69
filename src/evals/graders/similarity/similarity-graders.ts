import { MlxError } from "../../../core/errors.js";
import type { AssertionSpec } from "../../types.js";
import { found, invalidAssertion, numberSetting, requiredTexts, settingOf } from "../assertion-value.js";
import type { Grader, Verdict } from "../grader.js";
import { atLeast, yesOrNo } from "../verdict.js";
import { bleu } from "./bleu.js";
import { gleu } from "./gleu.js";
import { levenshteinDistance } from "./levenshtein.js";
import { meteor } from "./meteor.js";
import { rougeL, rougeN } from "./rouge.js";

/** Longer outputs are not compared word by word: it would take the time and memory of thousands of other cases. */
const longest = 8 * 1024 * 1024;

/** Single edits between the output and the value: at most `threshold`, default 5. */
const levenshtein: Grader = ({ assertion, text }) => {
  const { value } = assertion;
  if (typeof value !== "string") throw invalidAssertion(assertion, `value: expected a text, ${found(value)}`);
  const most = assertion.threshold ?? 5;
  const result = levenshteinDistance(text, value, most);
  if (result === undefined) throw tooLong(text, value);
  const { distance, exact } = result;
  const passed = distance <= most;
  const reason = `the output is ${exact ? "" : "at least "}${distance} edits away, ${passed ? "at most" : "more than"} ${most}`;
  return yesOrNo(passed, reason);
};

/** A score against reference texts that passes from `threshold` on. */
function scored(
  name: string,
  byDefault: number,
  score: (text: string, references: readonly string[], assertion: AssertionSpec) => number,
): Grader {
  return ({ assertion, text }): Verdict => {
    const references = requiredTexts(assertion);
    if (text.length > longest) throw tooLong(text, references.join(""));
    return atLeast(score(text, references, assertion), assertion.threshold ?? byDefault, name);
  };
}

/** ROUGE of the best reference. */
function rouge(name: string, score: (text: string, reference: string) => number | undefined): Grader {
  return scored(name, 0.75, (text, references) =>
    Math.max(
      ...references.map((reference) => {
        const value = score(text, reference);
        if (value === undefined) throw tooLong(text, reference);
        return value;
      }),
    ),
  );
}

function bleuWeights(assertion: AssertionSpec): readonly number[] | undefined {
  const weights = settingOf(assertion, "weights");
  if (weights === undefined) return undefined;
  const numbers = [weights].flat().filter((weight) => typeof weight === "number" && weight >= 0);
  const total = numbers.reduce<number>((sum, weight) => sum + Number(weight), 0);
  if (numbers.length === 4 && Math.abs(total - 1) <= 1e-4) return numbers.map(Number);
  throw invalidAssertion(assertion, `weights: expected four numbers that sum to 1, ${found(weights)}`);
}

function tooLong(text: string, reference: string): MlxError {
  const sizes = `${text.length} and ${reference.length} characters`;
  return new MlxError("MLX_GRADER", `texts of ${sizes} are too long to compare so`, {
    hint: "compare a part of the output: give the assertion a transform",
  });
}

export const similarityGraders: Readonly<Record<string, Grader>> = {
  levenshtein,
  bleu: scored("BLEU", 0.5, (text, references, assertion) => bleu(text, references, bleuWeights(assertion))),
  gleu: scored("GLEU", 0.5, (text, references) => gleu(text, references)),
  meteor: scored("METEOR", 0.5, (text, references, assertion) =>
    meteor(text, references, {
      alpha: numberSetting(assertion, "alpha") ?? 0.9,
      beta: numberSetting(assertion, "beta") ?? 3,
      gamma: numberSetting(assertion, "gamma") ?? 0.5,
    }),
  ),
  "rouge-n": rouge("ROUGE-1", (text, reference) => rougeN(text, reference, 1)),
  "rouge-1": rouge("ROUGE-1", (text, reference) => rougeN(text, reference, 1)),
  "rouge-2": rouge("ROUGE-2", (text, reference) => rougeN(text, reference, 2)),
  "rouge-l": rouge("ROUGE-L", rougeL),
};

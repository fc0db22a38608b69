import type { ScriptSpec } from "../../types.js";
import { found, invalidAssertion, isMapping, requiredText } from "../assertion-value.js";
import type { GradeInput, Grader } from "../grader.js";
import { scriptContext } from "./script-context.js";
import { scriptVerdict } from "./script-verdict.js";

/** Code that judges the output: it gets `output` and `context`. */
function script(language: ScriptSpec["language"]): Grader {
  return async (input, services) => {
    const spec = specOf(input.assertion, language);
    const result = await services.script(spec, [input.output, scriptContext(input)]);
    return scriptVerdict(result, {
      who: `the ${language} code`,
      threshold: input.assertion.threshold,
      thresholdForObjects: language !== "javascript",
      spelled: language !== "javascript",
    });
  };
}

/** The assertion's script, or its value as code. */
function specOf(assertion: GradeInput["assertion"], language: ScriptSpec["language"]): ScriptSpec {
  if (assertion.script) return assertion.script;
  const { value } = assertion;
  if (typeof value === "string" && value.trim() !== "")
    return { language, code: value.trimEnd(), at: assertion.at };
  throw invalidAssertion(assertion, `value: expected code or a file, ${found(value)}`);
}

/** Posts `{output, context}` to an address, which answers `{pass, score, reason}`. */
const webhook: Grader = async (input, services) => {
  const { assertion, output, request, vars } = input;
  const url = requiredText(assertion);
  if (!/^https?:\/\//i.test(url))
    throw invalidAssertion(assertion, `value: expected an http(s) address, ${found(url)}`);
  const context = { prompt: request.text, vars: Object.fromEntries(vars) };
  const answer = await services.post(url, { output, context });
  const verdict = scriptVerdict(isMapping(answer) ? answer : { pass: answer }, {
    who: "the webhook",
    thresholdForObjects: false,
    spelled: false,
  });
  return { ...verdict, keepsScore: false };
};

export const scriptGraders: Readonly<Record<string, Grader>> = {
  javascript: script("javascript"),
  python: script("python"),
  ruby: script("ruby"),
  webhook,
};

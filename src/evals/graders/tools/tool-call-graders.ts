import type { Json } from "../../../prompts/types.js";
import { found, invalidAssertion, isMapping, settingOf } from "../assertion-value.js";
import type { GradeInput, Grader, Verdict } from "../grader.js";
import { yesOrNo } from "../verdict.js";
import { callFault, declaredTools, SchemaFault } from "./declared-tools.js";
import { type ToolCall, toolCallsOf } from "./tool-calls.js";

/** The answer calls functions that the request offers, at least one, with arguments that fit their schemas. */
const validCalls: Grader = async (input) => judged(input, await toolCallsOf(input));

/** The same for the form of OpenAI alone: an output that is data has to be a list of calls with `function.name` and arguments as text. */
const validOpenAiCalls: Grader = async (input) => {
  const { answer, output } = input;
  const list = isMapping(output) ? output["tool_calls"] : output;
  const formed = Array.isArray(list) && list.length > 0 && list.every(isOpenAiCall);
  if (typeof output !== "string" && !answer.toolCalls?.length && !formed)
    return yesOrNo(false, "the output is no list of calls as OpenAI writes them");
  return judged(input, await toolCallsOf(input));
};

function isOpenAiCall(value: Json): boolean {
  const inner = isMapping(value) ? value["function"] : undefined;
  return isMapping(inner) && typeof inner["name"] === "string" && typeof inner["arguments"] === "string";
}

function judged(input: GradeInput, calls: readonly ToolCall[]): Verdict {
  const tools = declaredTools(offeredTools(input));
  if (calls.length === 0) return yesOrNo(false, "the answer calls no function");
  try {
    const fault = calls.map((call) => callFault(call, tools)).find((it) => it !== undefined);
    return yesOrNo(fault === undefined, fault ?? `calls ${namesOf(calls)} as declared`);
  } catch (error) {
    throw error instanceof SchemaFault ? invalidAssertion(input.assertion, error.message) : error;
  }
}

/** Those of the request, unless the assertion lists others. */
function offeredTools({ assertion, request }: GradeInput): readonly Json[] {
  const own = settingOf(assertion, "tools");
  if (own === undefined) return request.tools ?? [];
  if (Array.isArray(own)) return own;
  throw invalidAssertion(assertion, `tools: expected a list of functions, ${found(own)}`);
}

/** F1 of the names of the functions that were called against those that were wanted, each name once. */
const toolCallF1: Grader = async (input) => {
  const wanted = new Set(wantedNames(input.assertion));
  const called = new Set((await toolCallsOf(input)).map(({ name }) => name));
  const shared = [...wanted].filter((name) => called.has(name)).length;
  const score = (2 * shared) / (wanted.size + called.size);
  const least = input.assertion.threshold ?? 1;
  const names = [...called].sort().join(", ") || "nothing";
  const reason = `called ${names} where ${[...wanted].sort().join(", ")} was wanted: F1 ${score.toFixed(3)}`;
  return { passed: score >= least, score, keepsScore: true, reason };
};

function wantedNames(assertion: GradeInput["assertion"]): readonly string[] {
  const { value } = assertion;
  const list = typeof value === "string" ? value.split(",") : Array.isArray(value) ? value.map(String) : [];
  const names = list.map((name) => name.trim()).filter((name) => name !== "");
  if (names.length > 0) return names;
  throw invalidAssertion(assertion, `value: expected names of functions, ${found(value)}`);
}

function namesOf(calls: readonly ToolCall[]): string {
  return calls.map(({ name }) => name).join(", ");
}

export const toolCallGraders: Readonly<Record<string, Grader>> = {
  "is-valid-function-call": validCalls,
  "is-valid-openai-function-call": validCalls,
  "is-valid-openai-tools-call": validOpenAiCalls,
  "tool-call-f1": toolCallF1,
};

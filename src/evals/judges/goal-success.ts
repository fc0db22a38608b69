import { found, invalidAssertion, settingOf } from "../graders/assertion-value.js";
import type { Grader } from "../graders/grader.js";
import { type ToolCall, toolCallsOf } from "../graders/tools/tool-calls.js";
import type { AssertionSpec } from "../types.js";
import { JudgeTalk } from "./judge-talk.js";
import { rubricForm, rubricVerdict } from "./rubric-verdict.js";

const instructions = `An assistant was given a goal. You get the goal, the functions that it called, in their order, and its last answer. Decide
whether the goal was reached by what the assistant did, and how far.
${rubricForm}
"score" is 1 for a goal that was reached and 0 for one that was not pursued at all; "pass" must agree with it.`;

/** Longest list of calls that is told, by its two ends. */
const mostCalls = 40;
/** Longest text of one call's arguments, in characters. */
const mostArguments = 1000;

/** `trajectory:goal-success`: a model says whether an answer and the calls of functions on the way to it reached a goal. */
export const goalSuccess: Grader = async (input, services) => {
  const goal = goalOf(input.assertion);
  const trajectory = told(await toolCallsOf(input));
  const talk = new JudgeTalk(input, services, goal);
  const reply = await talk.ask(
    { instructions, material: { goal, calls: trajectory, answer: input.text } },
    { goal, trajectory, output: input.text },
  );
  return rubricVerdict(talk, reply, input.assertion.threshold);
};

function goalOf(assertion: AssertionSpec): string {
  const { value } = assertion;
  const goal = typeof value === "string" ? value : settingOf(assertion, "goal");
  if (typeof goal === "string" && goal.trim() !== "") return goal.trim();
  throw invalidAssertion(assertion, `value: expected the goal as a text, ${found(value)}`);
}

function told(calls: readonly ToolCall[]): string {
  if (calls.length === 0) return "(none)";
  const lines = calls.map(({ name, arguments: given }, index) => {
    const text = given === undefined ? "" : JSON.stringify(given);
    const cut = text.length > mostArguments ? `${text.slice(0, mostArguments)}…` : text;
    return `${index + 1}. ${name}(${cut})`;
  });
  if (lines.length <= mostCalls) return lines.join("\n");
  const half = mostCalls / 2;
  return [...lines.slice(0, half), `… ${lines.length - mostCalls} more …`, ...lines.slice(-half)].join("\n");
}

import type { CaseResult, Grade } from "../../../src/evals/types.js";
import { caseResult, grade } from "./case-result.js";

const prompts = ["answer@1.0.0", "answer@1.1.0"] as const;
const providers = ["openai:gpt-5.4-mini", "anthropic:claude-haiku-4-5"] as const;
const prices = [0.0004, 0.0011] as const;
const languages = ["en", "de", "fr", "ja"] as const;
const topics = ["refund", "delivery", "account", "warranty", "invoice"] as const;

export const systemPrompt = `You answer questions of customers of an online shop, in their own language.
Say nothing that the policy does not say. ${"A refund takes 5 working days after the parcel has come back. ".repeat(12)}`;

/** As a suite of a support bot would give them: tests × 2 prompts × 2 providers, some of which failed or erred. */
export function supportResults(tests: number, textLength = 300): CaseResult[] {
  return Array.from({ length: tests }, (_, test) => test).flatMap((test) =>
    prompts.flatMap((prompt, p) =>
      providers.map((provider, v) => resultOf(test, p, v, { prompt, provider, textLength, tests })),
    ),
  );
}

interface Setting {
  readonly prompt: string;
  readonly provider: string;
  readonly textLength: number;
  readonly tests: number;
}

function resultOf(test: number, p: number, v: number, setting: Setting): CaseResult {
  const { prompt, provider, textLength } = setting;
  const roll = ((test * 7919 + p * 104_729 + v * 1299) % 997) / 997;
  const language = languages[test % languages.length] ?? "en";
  const topic = topics[test % topics.length] ?? "refund";
  const share = 0.86 + 0.05 * p + 0.03 * v - (language === "ja" ? 0.2 : 0);
  const status = roll > 0.985 ? "errored" : roll < share ? "passed" : "failed";
  const id = `${topic}-${test}`;
  const question = `My ${topic} number ${1000 + test} has not arrived, what can I do? It was promised for last week.`;
  const index = test * 4 + p * 2 + v;
  return caseResult({
    ...{ id: `${id}.${p}${v}${p}${v}aa`, index, test: id, prompt, provider, status },
    ...(status !== "errored" && { score: status === "passed" ? 1 : 0.5, grades: gradesOf(status, roll) }),
    ...(status === "errored" && {
      error: { code: "MLX_PROVIDER_TIMEOUT", message: "the provider gave no answer within 60 s, 4 tries" },
    }),
    ...(status !== "errored" && { output: answerOf(topic, test, p, v, textLength) }),
    namedScores: status === "errored" ? {} : { helpful: status === "passed" ? 0.9 : 0.4 },
    messages: [
      { role: "system", content: systemPrompt },
      { role: "user", content: question },
    ],
    vars: { question, customer: `c-${test}` },
    slices: { language, topic },
    critical: test % 50 === 0,
    latencyMs: Math.round(300 + 220 * v + 900 * roll ** 6 + ((test * 37) % 400)),
    costUsd: (prices[v] ?? 0) * (1 + 0.3 * p),
    usage: { input: 420 + (test % 40), output: 60 + (test % 30), cached: 0 },
  });
}

function gradesOf(status: "passed" | "failed", roll: number): readonly Grade[] {
  const isRubric = roll > 0.93;
  const fails = (is: boolean) => (status === "failed" && is ? "failed" : "passed");
  return [
    grade({ type: "contains", status: fails(!isRubric), reason: "the answer names the 5 working days" }),
    grade({
      type: "llm-rubric",
      metric: "helpful",
      status: fails(isRubric),
      score: fails(isRubric) === "failed" ? 0.4 : 0.9,
      reason: "The answer says what to do next, but it promises a date that the policy does not give.",
    }),
    grade({ type: "not-contains", status: "passed", reason: "no other shop is named" }),
  ];
}

function answerOf(topic: string, test: number, p: number, v: number, length: number): string {
  const opening = p === 0 ? "Hello! I am sorry to hear that." : "I am sorry that you are still waiting.";
  const closing =
    v === 0 ? "Write to us again if it is not there by then." : "Shall I open a ticket for you?";
  const middle = `Your ${topic} ${1000 + test} is on its way and should be with you within 5 working days. `;
  return `${opening} ${middle.repeat(Math.max(1, Math.round(length / middle.length) - 1))}${closing}`;
}

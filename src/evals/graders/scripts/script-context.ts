import type { Json } from "../../../prompts/types.js";
import type { GradeInput } from "../grader.js";
import { withoutUndefined } from "./without-undefined.js";

/**
 * What a script gets beside the output, under the names that promptfoo's scripts know: `vars`, `prompt`, `test`, `config`,
 * `providerResponse`, `logProbs`, `metadata`.
 */
export function scriptContext({
  assertion,
  answer,
  request,
  vars,
  test,
  prompt,
  provider,
}: GradeInput): Json {
  const plainVars = Object.fromEntries(vars);
  return withoutUndefined({
    prompt: request.text,
    promptLabel: prompt,
    vars: plainVars,
    test: withoutUndefined({
      description: test.description,
      vars: plainVars,
      metadata: test.metadata,
      threshold: test.threshold,
    }),
    config: assertion.config,
    provider: { id: provider },
    providerResponse: withoutUndefined({
      output: answer.output,
      cost: answer.costUsd,
      cached: answer.cached,
      latencyMs: answer.latencyMs,
      finishReason: answer.finishReason,
      guardrails: answer.guardrails,
      toolCalls: answer.toolCalls?.map((call) => ({ name: call.name, arguments: call.arguments })),
      logProbs: answer.logProbs,
      metadata: answer.metadata,
      tokenUsage: answer.usage && {
        total: answer.usage.input + answer.usage.output,
        prompt: answer.usage.input,
        completion: answer.usage.output,
        cached: answer.usage.cached,
      },
    }),
    logProbs: answer.logProbs,
    metadata: answer.metadata,
  });
}

import { judgeTypes } from "../../evals/graders/judge-types.js";
import type { AssertionSpec, EvalCase, ProviderSpec } from "../../evals/types.js";

/** Who judges some cases, as the suite says it: each once. */
export function judgesOfCases(cases: readonly EvalCase[]): readonly ProviderSpec[] {
  const judges = new Set<ProviderSpec>();
  for (const { test } of cases) {
    const { gradingProvider } = test.options;
    for (const { type, provider = gradingProvider } of test.assertions.flatMap(withParts)) {
      if (provider !== undefined && judgeTypes.includes(type)) judges.add(provider);
    }
  }
  return [...judges];
}

function withParts(assertion: AssertionSpec): readonly AssertionSpec[] {
  return [assertion, ...(assertion.assertions ?? []).flatMap(withParts)];
}

import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { AssertionSpec, ProviderSpec } from "../../../evals/types.js";
import { unknownProvider } from "../../../providers/open-provider.js";

/** Reports providers of a kind that nobody knows: those that answer, those that judge, and those that stand in. */
export function checkProviders(
  source: SuiteSource,
  providers: readonly (ProviderSpec | undefined)[],
  graders: readonly AssertionSpec[],
): void {
  const judges = graders.flatMap(judgesOf);
  const seen = new Set<ProviderSpec>();
  for (const provider of [...providers, ...judges]) {
    if (provider !== undefined && !seen.has(provider)) check(source, provider);
    if (provider !== undefined) seen.add(provider);
  }
}

function judgesOf({ provider, assertions }: AssertionSpec): readonly ProviderSpec[] {
  return [...(provider ? [provider] : []), ...(assertions ?? []).flatMap(judgesOf)];
}

function check(source: SuiteSource, { id, at, fallbacks }: ProviderSpec): void {
  const wrong = unknownProvider(id);
  if (wrong) source.fields.refuseAt(() => at, wrong.message, wrong.hint);
  for (const fallback of fallbacks) check(source, fallback);
}

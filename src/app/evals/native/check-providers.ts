import { closest } from "../../../core/suggest.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { AssertionSpec, ProviderSpec } from "../../../evals/types.js";
import { providerFamilies } from "../../../providers/open-provider.js";
import { readProviderName } from "../../../providers/provider-name.js";

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
  const { family } = readProviderName(id);
  if (!providerFamilies.includes(family)) {
    const meant = closest(family, providerFamilies);
    const hint =
      meant === undefined
        ? `known are ${providerFamilies.join(", ")}; a service that speaks OpenAI's language is openai:MODEL with config.apiBaseUrl`
        : `did you mean ${meant}${id.slice(family.length)}?`;
    source.fields.refuseAt(() => at, `there is no provider ${id}`, hint);
  }
  for (const fallback of fallbacks) check(source, fallback);
}

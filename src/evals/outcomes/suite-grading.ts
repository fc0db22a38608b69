import { createHash } from "node:crypto";
import { canonicalJson } from "../../core/canonical-json.js";
import { asSha256, type Sha256, sha256Of } from "../../core/sha256.js";
import { judgeTypes } from "../graders/judge-types.js";
import type { AssertionSpec, ProviderSpec, Suite, SuiteTest } from "../types.js";
import { CaseDigester } from "./case-digests.js";

/** What a suite asks, and by what it judges, as far as that can be known without running it. */
export interface SuiteGrading {
  /** Of its cases: ids, variables, slices, clusters. The same only where all of them are the same, in the same order. */
  readonly cases: Sha256;
  /** Of each case's graders with what they expect, and of what judges the whole: gates, allowed errors, budget, repeats. */
  readonly graders: Sha256;
  /** Ids of the providers that are to judge, in order. */
  readonly judges: readonly string[];
}

/**
 * Goes through all cases of a suite.
 * @param options.judge the provider that judges whatever the suite says. @param options.answers whether answers that were recorded are a part
 *   of the cases: not where they are what is evaluated.
 */
export async function suiteGrading(
  suite: Suite,
  { judge, answers = true }: { readonly judge?: string | undefined; readonly answers?: boolean } = {},
): Promise<SuiteGrading> {
  const digester = new CaseDigester(suite);
  const cases = createHash("sha256");
  const graders = createHash("sha256").update(wholeOf(suite));
  const judges = new Set<string>();
  for await (const test of suite.tests) {
    const { input, grading } = digester.of(test);
    cases.update(line([test.id, input, ...(answers ? [test.givenOutput] : []), ...partsOf(test)]));
    graders.update(line([test.id, grading, test.critical]));
    addJudges(judges, test.assertions, test.options.gradingProvider, judge);
  }
  return {
    cases: asSha256(cases.digest("hex")),
    graders: asSha256(graders.digest("hex")),
    judges: [...judges].sort(),
  };
}

/** Digest of what decides how a provider answers, but for credentials: they may change without another answer. */
export function providerSettings(spec: ProviderSpec): Sha256 {
  return sha256Of(canonicalJson(settingsOf(spec)));
}

function wholeOf({ gates, errorsAllowed, budget, repeat, effect, derived }: Suite): string {
  const unplaced = <T extends { readonly at: unknown }>({ at: _, ...rest }: T) => rest;
  return canonicalJson({
    ...{ errorsAllowed, budget, repeat, effect },
    gates: gates.map(unplaced),
    derived: derived.map(unplaced),
  });
}

function partsOf({ slices, tags, cluster, onlyPrompts, onlyProviders }: SuiteTest): readonly unknown[] {
  return [Object.entries(slices).sort(), tags, cluster, onlyPrompts, onlyProviders];
}

function line(values: readonly unknown[]): string {
  return `${JSON.stringify(values)}\n`;
}

function addJudges(
  judges: Set<string>,
  assertions: readonly AssertionSpec[],
  own: ProviderSpec | undefined,
  judge: string | undefined,
): void {
  for (const { type, provider, assertions: inner } of assertions) {
    if (inner) addJudges(judges, inner, own, judge);
    const id = judgeTypes.includes(type) ? (judge ?? (provider ?? own)?.id) : undefined;
    if (id !== undefined) judges.add(id);
  }
}

const credential =
  /^(?:api[-_]?key|authorization|.*(?:secret|password|credential|(?:access|auth)[-_]?token).*)$/i;

function settingsOf({ id, config, transform, fallbacks }: ProviderSpec): Readonly<Record<string, unknown>> {
  return {
    ...{ id, config: withoutCredentials(config), fallbacks: fallbacks.map(settingsOf) },
    ...(transform && { transform: [transform.language, transform.code, transform.functionName] }),
  };
}

function withoutCredentials(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCredentials);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !credential.test(name));
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutCredentials(inner)]));
}

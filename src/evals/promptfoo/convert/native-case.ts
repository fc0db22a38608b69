import type { Json } from "../../../prompts/types.js";
import { outputText } from "../../output-text.js";
import type { SuiteTest } from "../../types.js";
import type { Conversion } from "./conversion.js";
import { type NameSink, nativeGrader } from "./native-grader.js";
import { literalText, nativeTemplate } from "./native-template.js";

/** What all tests have in common, and the suite says once. */
export interface Shared {
  readonly transform: SuiteTest["options"]["transform"];
  readonly prefix: string | undefined;
  readonly suffix: string | undefined;
  readonly judge: SuiteTest["options"]["gradingProvider"];
  /** The assertions that each test begins with. */
  readonly assertions: SuiteTest["assertions"];
}

/** A case of mlx is graded by something; a test without assertions passes. */
const nothingAsked: Json = { javascript: "true" };

/** A test as a case of a suite of mlx. */
export function nativeCase(
  conversion: Conversion,
  test: SuiteTest,
  shared: Shared,
  sink: NameSink,
): { readonly vars: Record<string, Json>; readonly rest: Readonly<Record<string, Json>> } {
  const { options, at } = test;
  noteLost(conversion, test, shared);
  const graders = test.assertions
    .slice(shared.assertions.length)
    .flatMap((assertion) => nativeGrader(conversion, assertion, sink) ?? []);
  const transform = options.transform === shared.transform ? undefined : options.transform;
  if (transform === undefined && shared.transform === undefined && options.transform) {
    conversion.drop("transform", "it differs from test to test", at);
  }
  return {
    vars: varsOf(conversion, test, sink),
    rest: {
      ...(test.description !== undefined && { description: test.description }),
      ...(graders.length > 0 ? { graders } : shared.assertions.length === 0 && { graders: [nothingAsked] }),
      ...(test.threshold !== undefined && { threshold: test.threshold }),
      ...(test.onlyPrompts && { prompts: test.onlyPrompts }),
      ...(test.onlyProviders && { providers: test.onlyProviders }),
      ...(transform && { transform: conversion.code(transform) }),
      ...(test.cluster !== undefined && { cluster: test.cluster }),
      ...(Object.keys(test.metadata).length > 0 && { metadata: test.metadata }),
      ...(test.givenOutput !== undefined && { output: outputText(test.givenOutput) }),
    },
  };
}

function noteLost(conversion: Conversion, { options, varScripts, at }: SuiteTest, shared: Shared): void {
  if (options.transformVars)
    conversion.drop("transformVars", "prepare the values before", options.transformVars.at);
  if (options.storeOutputAs !== undefined)
    conversion.drop("storeOutputAs", "cases of mlx know nothing of one another", at);
  if (options.repeat !== undefined) conversion.drop("repeat", "mlx repeats all cases of a suite or none", at);
  if (options.settings)
    conversion.drop("options", "settings belong to providers: write them into a provider's config", at);
  if (options.askedProvider)
    conversion.refuse("provider", "a case of mlx cannot ask another provider than the suite's", at);
  if (options.scoring)
    conversion.refuse("assertScoringFunction", "mlx scores a case by the weighted mean", options.scoring.at);
  if (options.rubricPrompt !== undefined)
    conversion.drop("rubricPrompt", "judges of mlx ask in their own words", at);
  if (options.prefix !== shared.prefix) conversion.drop("prefix", "it differs from test to test", at);
  if (options.suffix !== shared.suffix) conversion.drop("suffix", "it differs from test to test", at);
  if (options.gradingProvider !== shared.judge)
    conversion.drop("provider", "judges that differ from test to test: name them in the graders", at);
  for (const [name, script] of varScripts ?? [])
    conversion.drop(`code of the variable ${name}`, "prepare the value before", script.at);
}

/** Templates that the author wrote stay templates, texts of data stay texts. */
function varsOf(conversion: Conversion, test: SuiteTest, sink: NameSink): Record<string, Json> {
  const vars: Record<string, Json> = {};
  for (const [name, value] of test.vars) {
    const isData = !test.renderVars || test.dataVars?.has(name) === true;
    if (typeof value !== "string") vars[name] = value;
    else if (isData) vars[name] = literalText(value) ?? value;
    else {
      const template = nativeTemplate(value, false);
      if ("problem" in template)
        conversion.drop(`template of the variable ${name}`, template.problem, test.at);
      else for (const used of template.names) sink.names.add(used);
      vars[name] = "problem" in template ? (literalText(value) ?? value) : template.text;
    }
  }
  return vars;
}

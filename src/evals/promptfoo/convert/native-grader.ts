import { isJsonMapping, isList } from "../../../prompts/json-value.js";
import type { Json } from "../../../prompts/types.js";
import type { AssertionSpec } from "../../types.js";
import type { Conversion } from "./conversion.js";
import { nativeProvider } from "./native-provider.js";
import { literalText, nativeTemplate } from "./native-template.js";

/** Finds the names that templates use. */
export interface NameSink {
  readonly folder: string;
  readonly names: Set<string>;
}

/** An assertion as a grader of mlx; undefined where it cannot be one, which is told. */
export function nativeGrader(
  conversion: Conversion,
  assertion: AssertionSpec,
  sink: NameSink,
): Json | undefined {
  const { type, negated, at } = assertion;
  const what = `assertion ${negated ? "not-" : ""}${type}`;
  if (assertion.rubricPrompt !== undefined)
    conversion.drop("rubricPrompt", "judges of mlx ask in their own words", at);
  if (assertion.contextTransform) conversion.drop("contextTransform", "give the context as a variable", at);
  if (/\{[{%#]/.test(assertion.metric ?? ""))
    conversion.drop("templates in metric", "the name of a metric stays as it is", at);
  const value = valueIn(conversion, assertion, sink, what);
  if (value === refused) return undefined;
  const graders = assertion.assertions?.flatMap((inner) => nativeGrader(conversion, inner, sink) ?? []);
  const said: Record<string, Json> = {
    ...(assertion.threshold !== undefined && { threshold: assertion.threshold }),
    ...(assertion.weight !== 1 && { weight: assertion.weight }),
    ...(assertion.metric !== undefined && { metric: assertion.metric }),
    ...(assertion.provider && { provider: nativeProvider(conversion, assertion.provider, sink.folder) }),
    ...(Object.keys(assertion.config).length > 0 && { config: assertion.config }),
    ...(assertion.transform && { transform: conversion.code(assertion.transform) }),
    ...(graders && { graders }),
  };
  const name = negated ? `not-${type}` : type;
  if (value === undefined) return Object.keys(said).length === 0 ? name : { type: name, ...said };
  return Object.keys(said).length === 0 ? { [name]: value } : { type: name, value, ...said };
}

const refused = Symbol("refused");

function valueIn(
  conversion: Conversion,
  { value, script, at }: AssertionSpec,
  sink: NameSink,
  what: string,
): Json | undefined | typeof refused {
  if (script) {
    if (/\{[{%#]/.test(script.code ?? "")) {
      conversion.drop(
        what,
        "code with templates in it cannot be kept: read the values from context.vars",
        at,
      );
      return refused;
    }
    return conversion.code(script);
  }
  if (value === undefined) return undefined;
  const problems: string[] = [];
  const result = converted(value, true, sink, problems);
  const [problem] = problems;
  if (problem === undefined) return result;
  conversion.drop(what, problem, at);
  return refused;
}

/** A value with its templates in mlx's language. In promptfoo the texts of a mapping are no templates. */
function converted(value: Json, isTemplate: boolean, sink: NameSink, problems: string[]): Json {
  if (typeof value === "string") {
    if (!isTemplate) return literalText(value) ?? value;
    const template = nativeTemplate(value, false);
    if ("problem" in template) {
      problems.push(template.problem);
      return value;
    }
    for (const name of template.names) sink.names.add(name);
    return template.text;
  }
  if (isList(value))
    return value.map((item) => converted(item, isTemplate && typeof item === "string", sink, problems));
  if (!isJsonMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, converted(item, false, sink, problems)]),
  );
}

import type { Json } from "../../../prompts/types.js";
import type { AssertionSpec, Suite, SuiteTest } from "../../types.js";
import type { Conversion } from "./conversion.js";
import { nativeCase, type Shared } from "./native-case.js";
import { nativeGrader } from "./native-grader.js";
import { nativePrompt } from "./native-prompt.js";
import { nativeProvider } from "./native-provider.js";

/**
 * A suite of promptfoo as the document of one of mlx. What cannot be kept is told by `conversion`.
 * @param tests all of the suite's.
 */
export function nativeDocument(
  conversion: Conversion,
  suite: Suite,
  tests: readonly SuiteTest[],
): Readonly<Record<string, Json>> {
  const shared = sharedBy(tests);
  const sink = { folder: suite.folder, names: new Set<string>() };
  for (const item of suite.notKept) conversion.drop(item.what, item.reason, item.at);
  for (const [name, { at }] of suite.filters ?? [])
    conversion.drop(`filter ${name}`, "suites of mlx bring no filters: prepare the value before", at);
  const prompts = suite.prompts.flatMap((prompt) => {
    const native = nativePrompt(conversion, prompt, {
      ...(shared.prefix !== undefined && { prefix: shared.prefix }),
      ...(shared.suffix !== undefined && { suffix: shared.suffix }),
    });
    for (const name of native?.names ?? []) sink.names.add(name);
    return native ? [{ text: native.text, label: native.label }] : [];
  });
  const graders = shared.assertions.flatMap((assertion) => nativeGrader(conversion, assertion, sink) ?? []);
  const cases = tests.map((test) => nativeCase(conversion, test, shared, sink));
  for (const { vars } of cases) {
    // What is not there is empty in promptfoo, and a mistake in mlx.
    for (const name of sink.names) if (!Object.hasOwn(vars, name) && name !== "env") vars[name] = "";
  }
  const providers = distinct(suite.providers.map((spec) => nativeProvider(conversion, spec, suite.folder)));
  return {
    ...(suite.description !== undefined && { description: suite.description }),
    target: { prompt: prompts, providers },
    ...(Object.keys(suite.env).length > 0 && { env: suite.env }),
    ...(shared.judge && { judge: nativeProvider(conversion, shared.judge, suite.folder) }),
    ...(shared.transform && { transform: conversion.code(shared.transform) }),
    ...(suite.repeat > 1 && { repeat: suite.repeat }),
    ...(suite.concurrency !== undefined && { concurrency: suite.concurrency }),
    ...(graders.length > 0 && { graders }),
    cases: cases.map(({ vars, rest }) => ({ ...(Object.keys(vars).length > 0 && { vars }), ...rest })),
    ...(suite.derived.length > 0 && {
      derived: Object.fromEntries(suite.derived.map(({ name, expression }) => [name, expression])),
    }),
  };
}

/** What every test has alike. Tests inherit the very same objects, so that these need not be compared part by part. */
function sharedBy(tests: readonly SuiteTest[]): Shared {
  const [first] = tests;
  const same = <T>(of: (test: SuiteTest) => T): T | undefined => {
    const value = first && of(first);
    return tests.every((test) => of(test) === value) ? value : undefined;
  };
  return {
    transform: same(({ options }) => options.transform),
    prefix: same(({ options }) => options.prefix),
    suffix: same(({ options }) => options.suffix),
    judge: same(({ options }) => options.gradingProvider),
    assertions: first ? commonBeginning(tests.map(({ assertions }) => assertions)) : [],
  };
}

function commonBeginning(lists: readonly (readonly AssertionSpec[])[]): readonly AssertionSpec[] {
  const [first = []] = lists;
  const end = first.findIndex((assertion, index) => lists.some((list) => list[index] !== assertion));
  // The one test of a suite keeps what is its own.
  return lists.length === 1 ? [] : first.slice(0, end === -1 ? first.length : end);
}

/** Labels tell providers apart: the second of a name gets a number. */
function distinct(providers: readonly Json[]): readonly Json[] {
  const taken = new Set<string>();
  return providers.map((provider) => {
    const named = typeof provider === "string" ? { id: provider } : provider;
    const label = labelOf(named);
    let unique = label;
    for (let number = 2; taken.has(unique); number++) unique = `${label} (${number})`;
    taken.add(unique);
    return unique === label || typeof named !== "object" ? provider : { ...named, label: unique };
  });
}

function labelOf(provider: Json): string {
  if (typeof provider !== "object" || provider === null || Array.isArray(provider)) return String(provider);
  const { label, id } = Object.fromEntries(Object.entries(provider));
  return String(label ?? id);
}

import { shortJson } from "../../core/schema-problems.js";
import type { Json } from "../../prompts/types.js";
import type { NativeCase, NativeSuite } from "../suite/native-suite.js";
import type { SuiteSource } from "../suite/suite-source.js";
import type { SuiteTest } from "../types.js";
import { contentId, RepeatedIds } from "./content-id.js";
import { withExpected } from "./row-tests.js";

/** The tests that are written in a suite. Two of the same id are reported. */
export function caseTests(
  source: SuiteSource,
  suite: NativeSuite,
  cases: readonly NativeCase[],
): readonly SuiteTest[] {
  const repeated = new RepeatedIds();
  const places = new Map<string, NativeCase>();
  const critical = new Set(suite.criticalIds.map(({ name }) => name));
  return cases.map((item) => {
    const id = item.id ?? repeated.next(contentId(item.vars, ownContent(item)));
    const before = item.id === undefined ? undefined : places.get(id);
    if (before !== undefined) {
      const { line } = source.place([...before.path, "id"]);
      source.fields.refuse(
        [...item.path, "id"],
        `the id ${shortJson(id)} is that of the case on line ${line}, too`,
      );
    }
    places.set(id, item);
    return testOf(source, suite, item, id, critical.has(id));
  });
}

function testOf(
  source: SuiteSource,
  suite: NativeSuite,
  item: NativeCase,
  id: string,
  isCritical: boolean,
): SuiteTest {
  const graders = item.replacesGraders ? item.graders : [...suite.graders, ...item.graders];
  const threshold = item.threshold ?? suite.threshold;
  const vars =
    item.expected === undefined ? item.vars : new Map([...item.vars, ["expected", item.expected] as const]);
  return {
    id,
    ...(item.description !== undefined && { description: item.description }),
    ...{ vars, renderVars: true },
    assertions: graders.map((grader) => withExpected(grader, item.expected)),
    ...(threshold !== undefined && { threshold }),
    ...(item.onlyPrompts && { onlyPrompts: item.onlyPrompts }),
    ...(item.onlyProviders && { onlyProviders: item.onlyProviders }),
    options: item.transform ? { ...suite.options, transform: item.transform } : suite.options,
    slices: item.slices,
    tags: [...suite.tags, ...item.tags],
    ...(item.cluster !== undefined && { cluster: item.cluster }),
    critical: item.critical || isCritical,
    metadata: item.metadata,
    ...(item.output !== undefined && { givenOutput: item.output }),
    at: source.place(item.path),
  };
}

/** What tells a case from another with the same variables. */
function ownContent({ expected, graders }: NativeCase): Json | undefined {
  if (expected === undefined && graders.length === 0) return undefined;
  const own = graders.map(({ spec }) => [
    spec.type,
    spec.negated,
    spec.value ?? null,
    spec.threshold ?? null,
  ]);
  return { expected: expected ?? null, graders: own };
}

/** What the cases that are written in a suite have for values, all together. */
export function caseNames(cases: readonly NativeCase[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { vars, expected } of cases) {
    for (const name of vars.keys()) names.add(name);
    if (expected !== undefined) names.add("expected");
  }
  return names;
}

import { closest } from "../../core/suggest.js";
import type { FieldPath, Mapping } from "../../prompts/front-matter/field-reader.js";
import { scoredKind } from "../graders/scored-types.js";
import type { TestOptions } from "../test-options.js";
import type { Suite } from "../types.js";
import { type KeyReader, keyReader } from "./key-reader.js";
import type { NativeSuite } from "./native-suite.js";
import { readDuration, readShare } from "./read-amounts.js";
import { readCases } from "./read-case.js";
import { readGates } from "./read-gates.js";
import { readGraders, type SuiteGrader } from "./read-grader.js";
import { readProvider } from "./read-provider.js";
import { readRoles } from "./read-roles.js";
import { readScript } from "./read-script.js";
import { readTarget } from "./read-target.js";
import { readTexts } from "./read-texts.js";
import type { SuiteSource } from "./suite-source.js";

/** Every key that a suite of mlx may have. */
export const nativeKeys = [
  ...[
    "name",
    "description",
    "target",
    "data",
    "cases",
    "id",
    "vars",
    "expected",
    "slices",
    "tags",
    "cluster",
  ],
  ...["critical", "graders", "graderColumn", "threshold", "transform", "repeat", "gates", "errors", "budget"],
  ...["effect", "concurrency", "timeout", "judge", "derived", "env"],
];

const suiteName = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u;

/** Reads what a suite of mlx says, and reports whatever is wrong with it by itself. */
export function readNativeSuite(source: SuiteSource): NativeSuite {
  const { fields } = source;
  const suite: Mapping = fields.fields(source.yaml.value, [], nativeKeys) ?? new Map();
  const read = keyReader(suite, []);
  const target = suite.has("target") ? readTarget(source, suite.get("target")) : missingTarget(source, suite);
  const name = read("name", (value, at) => readName(source, value, at));
  const description = read("description", (value, at) => fields.text(value, at));
  const data = read("data", (value, at) => {
    const path = fields.text(value, at);
    return path === undefined ? undefined : { name: path, path: at };
  });
  const { roles, criticalIds, tags } = readRoles(source, suite);
  const cases = read("cases", (value) => readCases(source, value));
  const graders = read("graders", (value, at) =>
    readGraders(source, value, at, {
      hasExpected: roles.expected !== undefined || everyCaseExpects(cases),
      trusted: true,
    }),
  );
  refuseNothing(source, suite, target?.kind === "predictions");
  const gradesEach = cases?.every((item) => item.graders.length > 0) === true;
  if (!gradesEach && !roles.graders && !suite.has("graders")) {
    fields.refuse(
      [],
      "nothing says whether an answer is good",
      "add graders: [..]; docs/eval-suites.md lists them",
    );
  }
  refuseSameMetrics(source, graders ?? []);
  const threshold = read("threshold", (value, at) => fields.number(value, at));
  const effect = read("effect", (value, at) => readEffect(source, value, at));
  const concurrency = read("concurrency", (value, at) =>
    fields.number(value, at, { whole: true, min: 1, max: 1000 }),
  );
  const timeoutMs = read("timeout", (value, at) => readDuration(source, value, at));
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...{ target, roles, criticalIds, tags, graders: graders ?? [] },
    ...(data && { data }),
    ...(cases && { cases }),
    repeat: read("repeat", (value, at) => fields.number(value, at, { whole: true, min: 1, max: 1000 })) ?? 1,
    gates: [
      ...(read("gates", (value) => readGates(source, value)) ?? []),
      ...(graders ?? []).flatMap(({ gate }) => gate ?? []),
    ],
    errorsAllowed: read("errors", (value, at) => readErrors(source, value, at)) ?? 0,
    budget: read("budget", (value, at) => readBudget(source, value, at)) ?? {},
    ...(effect !== undefined && { effect }),
    ...(threshold !== undefined && { threshold }),
    ...(concurrency !== undefined && { concurrency }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    derived: read("derived", (value, at) => readDerived(source, value, at)) ?? [],
    env: read("env", (value, at) => readTexts(source, value, at)) ?? {},
    options: readOptions(source, read),
  };
}

/** Two metrics of one name would be one figure. */
function refuseSameMetrics(source: SuiteSource, graders: readonly SuiteGrader[]): void {
  const seen = new Set<string>();
  for (const [index, { spec }] of graders.entries()) {
    const name = scoredKind(spec.type) === undefined ? undefined : spec.config["name"];
    if (typeof name !== "string") continue;
    if (seen.has(name))
      source.fields.refuse(
        ["graders", index],
        `there is a metric ${name} already`,
        "give one of them another name: metric: NAME",
      );
    seen.add(name);
  }
}

function readOptions(source: SuiteSource, read: KeyReader): TestOptions {
  const transform = read("transform", (value, at) => readScript(source, value, at));
  const gradingProvider = read("judge", (value, at) => readProvider(source, value, at));
  return { ...(transform && { transform }), ...(gradingProvider && { gradingProvider }) };
}

function missingTarget(source: SuiteSource, suite: Mapping): undefined {
  const meant = [...suite.keys()].find((key) => closest(key, ["target"]) === "target");
  if (meant === undefined)
    source.fields.refuse(
      [],
      "the suite has no target",
      "say what is evaluated, such as target: {prompt: answer@stable}",
    );
}

function everyCaseExpects(cases: NativeSuite["cases"]): boolean {
  return cases !== undefined && cases.length > 0 && cases.every(({ expected }) => expected !== undefined);
}

function readName(source: SuiteSource, value: unknown, path: FieldPath): string | undefined {
  const name = source.fields.text(value, path);
  if (name === undefined || suiteName.test(name)) return name;
  return source.fields.refuse(
    path,
    `name: a suite cannot be called ${JSON.stringify(name)}`,
    "use letters, digits, spaces, '.', '_' and '-'",
  );
}

/** A suite has cases, and something to judge them by. */
function refuseNothing(source: SuiteSource, suite: Mapping, hasPredictions: boolean): void {
  const { fields } = source;
  if (suite.has("data") && suite.has("cases")) {
    fields.refuseKey(
      [],
      "cases",
      "cases come from data or are written in the suite, not both",
      "move the cases to a suite of their own",
    );
  }
  if (!suite.has("data") && !suite.has("cases") && !hasPredictions) {
    fields.refuse([], "the suite has no cases", "name a data set, data: cases.jsonl, or write cases:");
  }
  const list = suite.get("cases");
  if (Array.isArray(list) && list.length === 0) fields.refuseKey([], "cases", "there is no case");
}

function readErrors(source: SuiteSource, value: unknown, path: FieldPath): number | undefined {
  const mapping = source.fields.fields(value, path, ["allow"]);
  if (mapping === undefined) return undefined;
  return readShare(source, mapping.get("allow"), [...path, "allow"]);
}

/** A change that matters: one of nothing, or of everything, says nothing. */
function readEffect(source: SuiteSource, value: unknown, path: FieldPath): number | undefined {
  const share = readShare(source, value, path);
  if (share === undefined || (share > 0 && share < 1)) return share;
  return source.fields.refuse(
    path,
    "effect: must be above 0 and below 1",
    "such as 5%: a change of five points matters",
  );
}

function readBudget(source: SuiteSource, value: unknown, path: FieldPath): Suite["budget"] | undefined {
  const mapping = source.fields.fields(value, path, ["maxCostUsd"]);
  if (mapping === undefined) return undefined;
  const maxCostUsd = source.fields.number(mapping.get("maxCostUsd"), [...path, "maxCostUsd"], { min: 0 });
  return maxCostUsd === undefined ? undefined : { maxCostUsd };
}

function readDerived(source: SuiteSource, value: unknown, path: FieldPath): Suite["derived"] {
  const mapping = source.fields.mapping(value, path, "a mapping of metrics to expressions");
  return [...(mapping ?? [])].flatMap(([name, inner]) => {
    const expression = source.fields.text(typeof inner === "number" ? String(inner) : inner, [...path, name]);
    return expression === undefined ? [] : [{ name, expression, at: source.place([...path, name]) }];
  });
}

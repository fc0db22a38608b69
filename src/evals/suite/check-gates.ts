import { shortJson } from "../../core/schema-problems.js";
import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import type { GateSpec } from "../gate-spec.js";
import { gateFigures, repeatFigure } from "../gates/gate-figures.js";
import { judgeTypes } from "../graders/judge-types.js";
import { scoredKind } from "../graders/scored-types.js";
import type { AssertionSpec } from "../types.js";
import { refuseUnknown } from "./check-references.js";
import type { NativeSuite } from "./native-suite.js";
import type { SuiteSource } from "./suite-source.js";

/** Reports gates that ask for a metric, a slice or a judge that there is not. @param slices what the cases have. */
export function checkGates(source: SuiteSource, suite: NativeSuite, slices: ReadonlySet<string>): void {
  const graders = everyGrader(suite);
  // Those that graders bring along are behind those that are written.
  for (const [index, gate] of suite.gates.entries()) {
    const path = ["gates", index];
    checkMetric(source, suite, graders, gate, path);
    checkSlices(source, gate, path, slices);
    if (suite.roles.graders !== undefined) continue;
    if (gate.kind === "judge") checkJudge(source, graders, gate.grader, path);
    if (gate.kind === "fairness" && !graders.some(({ type }) => isOfClasses(type))) {
      source.fields.refuse(
        path,
        "no grader tells a class: there is nothing to treat alike",
        "add a metric of classes to graders:, such as accuracy or f1",
      );
    }
  }
}

function checkMetric(
  source: SuiteSource,
  suite: NativeSuite,
  graders: readonly AssertionSpec[],
  gate: GateSpec,
  path: FieldPath,
): void {
  if (gate.kind === "judge" || gate.kind === "fairness" || mayReportMore(suite, graders)) return;
  const { metric } = gate;
  if (gate.kind === "threshold" && repeatFigure.test(metric)) return;
  const metrics = gate.kind === "threshold" ? measuredMetrics(suite, graders) : comparedMetrics(graders);
  if (metrics.includes(metric)) return;
  const key = gate.kind === "threshold" ? "metric" : gate.kind;
  const message =
    gate.kind === "threshold"
      ? `there is no metric ${shortJson(metric)}`
      : `${shortJson(metric)} is not compared`;
  refuseUnknown(source, [...path, key], message, metric, metrics);
}

function checkSlices(
  source: SuiteSource,
  gate: GateSpec,
  path: FieldPath,
  slices: ReadonlySet<string>,
): void {
  const named =
    gate.kind === "threshold"
      ? Object.keys(gate.slice ?? {}).map((name) => ({ name, at: [...path, "slice", name] }))
      : gate.kind === "fairness"
        ? [{ name: gate.slice, at: [...path, "slice"] }]
        : [];
  for (const { name, at } of named) {
    if (slices.has(name)) continue;
    const message = `no case has the slice ${shortJson(name)}`;
    if (slices.size > 0) refuseUnknown(source, at, message, name, slices);
    else source.fields.refuse(at, message, "name its column in slices:");
  }
}

function checkJudge(
  source: SuiteSource,
  graders: readonly AssertionSpec[],
  grader: string | undefined,
  path: FieldPath,
): void {
  const judged = graders.filter(
    ({ type }) => judgeTypes.includes(type) && !/^(?:similar|max-score)/.test(type),
  );
  const names = new Set(
    judged.map(({ metric, type, negated }) => metric ?? (negated ? `not-${type}` : type)),
  );
  if (judged.length === 0) {
    source.fields.refuse(
      [...path, "judge"],
      "no grader asks a model: there is no judge to prove itself",
      "docs/eval-judges.md lists the graders that do",
    );
  } else if (grader !== undefined && !names.has(grader.replace(/#\d+$/, ""))) {
    const at = [...path, "judge", "grader"];
    refuseUnknown(source, at, `no model judges for ${shortJson(grader)}`, grader, names);
  }
}

/** Graders that may report metrics by names of their own. */
const reporting = new Set(["javascript", "python", "ruby", "webhook"]);

function mayReportMore({ roles }: NativeSuite, graders: readonly AssertionSpec[]): boolean {
  const reports = graders.some(({ type, script }) => reporting.has(type) || script !== undefined);
  return roles.graders !== undefined || reports;
}

function everyGrader({ graders, cases }: NativeSuite): readonly AssertionSpec[] {
  return [...graders, ...(cases ?? []).flatMap((item) => item.graders)].flatMap(({ spec }) =>
    withInner(spec),
  );
}

/** What a gate may ask for. */
function measuredMetrics({ derived }: NativeSuite, graders: readonly AssertionSpec[]): readonly string[] {
  const scored = graders.flatMap(({ config, type }) => {
    const name = scoredKind(type) === undefined ? undefined : config["name"];
    return typeof name === "string" ? [name] : [];
  });
  return [
    ...new Set([...gateFigures, ...namedScores(graders), ...scored, ...derived.map(({ name }) => name)]),
  ];
}

/** What is compared with a baseline case by case. */
function comparedMetrics(graders: readonly AssertionSpec[]): readonly string[] {
  return [...new Set(["passRate", "score", ...namedScores(graders)])];
}

/** Predicted numbers have the error of each case as a score of its own. */
function namedScores(graders: readonly AssertionSpec[]): readonly string[] {
  return graders.flatMap(({ metric, type }) => [
    ...(metric === undefined ? [] : [metric]),
    ...(scoredKind(type) === "numbers" ? ["absolute_error"] : []),
  ]);
}

function isOfClasses(type: string): boolean {
  const kind = scoredKind(type);
  return kind === "classes" || kind === "scores";
}

function withInner(spec: AssertionSpec): readonly AssertionSpec[] {
  return [spec, ...(spec.assertions ?? []).flatMap(withInner)];
}

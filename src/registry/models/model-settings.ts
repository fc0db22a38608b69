import type { SourceLocation } from "../../core/errors.js";
import type { ReproductionGrade } from "../evidence/evidence.js";
import type { Age } from "../gates/age.js";
import { itemFolder } from "../paths.js";

/** What `models/<name>/model.yaml` says of a model. People edit it. */
export interface ModelSettings {
  /** From the repository's top. */
  readonly file: string;
  readonly owners: readonly string[];
  /** E-mail addresses of those whose approval counts; absent where anybody's does. */
  readonly approvers?: readonly string[];
  readonly description?: string;
  readonly intendedUse?: string;
  /** What each alias demands, by alias, in the order of the file. */
  readonly gates: ReadonlyMap<string, readonly ModelGate[]>;
}

/** One condition that a version has to meet before an alias may point at it. */
export type ModelGate = ModelGateRule & { readonly at: SourceLocation };

export type ModelGateRule =
  | MetricRule
  | { readonly kind: "evaluation"; readonly suite: string; readonly maxAge?: Age }
  | { readonly kind: "drift"; readonly monitor: string; readonly maxAge?: Age }
  | { readonly kind: "scan" }
  | NonInferiorRule
  | {
      readonly kind: "reproducibility";
      /** At least that good. */
      readonly grade: Extract<ReproductionGrade, "identical" | "within_tolerance">;
      readonly maxAge?: Age;
    }
  | {
      readonly kind: "approvals";
      readonly count: number;
      /** E-mail addresses; absent where anybody's counts. */
      readonly from?: readonly string[];
      /** Whether the commit that added the approval has to be signed. */
      readonly signed: boolean;
    }
  | { readonly kind: "signed" }
  /** Of every piece of evidence that the alias's other gates go by. */
  | { readonly kind: "maxAge"; readonly age: Age };

/** At least one of both limits. */
export interface MetricRule {
  readonly kind: "metric";
  readonly metric: string;
  readonly min?: number;
  readonly max?: number;
  /** The suite whose figure counts; without it that of the record, where it has one. */
  readonly evaluation?: string;
}

export interface NonInferiorRule {
  readonly kind: "nonInferior";
  readonly metric: string;
  /** How much worse than the alias's present holder is bearable, in the metric's unit; 0 or more. */
  readonly margin: number;
  readonly evaluation?: string;
  /** Which way is better, where the metric's name does not tell. */
  readonly direction?: "higher" | "lower";
}

/** From the repository's top. */
export function modelSettingsFile(name: string): string {
  return `${itemFolder("model", name)}/model.yaml`;
}

/** A gate as it is told of and kept in events: `metric: accuracy ≥ 0.9`. */
export function gateTitle(rule: ModelGateRule): string {
  const aged = (age: Age | undefined) => (age === undefined ? "" : `, at most ${age.text} old`);
  switch (rule.kind) {
    case "metric": {
      const { metric, min, max, evaluation } = rule;
      const limits = [...(min === undefined ? [] : [`≥ ${min}`]), ...(max === undefined ? [] : [`≤ ${max}`])];
      return `metric: ${metric} ${limits.join(" and ")}${byText(evaluation)}`;
    }
    case "evaluation":
      return `evaluation: ${rule.suite}${aged(rule.maxAge)}`;
    case "drift":
      return `drift: ${rule.monitor}${aged(rule.maxAge)}`;
    case "scan":
      return "scan: ok";
    case "nonInferior":
      return `nonInferior: ${rule.metric}, margin ${rule.margin}${byText(rule.evaluation)}`;
    case "reproducibility":
      return `reproducibility: ${rule.grade}${aged(rule.maxAge)}`;
    case "approvals":
      return `${rule.signed ? "signed approvals" : "approvals"}: ${rule.count}${rule.from === undefined ? "" : ` from ${rule.from.join(", ")}`}`;
    case "signed":
      return "signed";
    case "maxAge":
      return `maxAge: ${rule.age.text}`;
  }
}

function byText(suite: string | undefined): string {
  return suite === undefined ? "" : ` by ${suite}`;
}

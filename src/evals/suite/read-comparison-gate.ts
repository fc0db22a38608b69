import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import type { ComparisonGate } from "../gate-spec.js";
import { readGateName, type WrittenGate } from "./gate-parts.js";
import { readShare } from "./read-amounts.js";
import type { SuiteSource } from "./suite-source.js";

/** `{nonInferior: passRate, margin: 2%}`, `{noRegression: true}`, `{improvement: helpful, margin: 0.1}` */
export function readComparisonGate(
  gate: WrittenGate,
  kind: ComparisonGate["kind"],
): ComparisonGate | undefined {
  const { source, mapping, path, read } = gate;
  const metric = readMetric(gate, kind);
  const margin = read("margin", (value, at) => readMargin(source, value, at));
  const name = readGateName(gate);
  if (kind === "nonInferior" && !mapping.has("margin")) {
    return source.fields.refuse(
      path,
      "nonInferior needs a margin: the loss that may be",
      "such as margin: 2%; for any loss that shows write {noRegression: true}",
    );
  }
  if (metric === undefined || (mapping.has("margin") && margin === undefined)) return undefined;
  if (kind === "nonInferior" && margin === 0) {
    return source.fields.refuse(
      [...path, "margin"],
      "margin: without a loss that may be, nothing but an improvement passes",
      "write {improvement: passRate} if that is meant, else a margin such as 2%",
    );
  }
  return {
    kind,
    name: name ?? gateName(kind, metric, margin ?? 0),
    metric,
    margin: margin ?? 0,
    at: source.place(path),
  };
}

/** The pass rate where `true` stands for it. */
function readMetric(
  { source, mapping, path }: WrittenGate,
  kind: ComparisonGate["kind"],
): string | undefined {
  const value = mapping.get(kind);
  if (value === true) return "passRate";
  if (typeof value === "string") return value;
  return source.fields.refuseKind([...path, kind], "a metric such as passRate, or true", value);
}

function readMargin(source: SuiteSource, value: unknown, path: FieldPath): number | undefined {
  return typeof value === "string"
    ? readShare(source, value, path)
    : source.fields.number(value, path, { min: 0 });
}

function gateName(kind: ComparisonGate["kind"], metric: string, margin: number): string {
  const size = metric === "passRate" ? `${Number((100 * margin).toPrecision(4))} points` : String(margin);
  if (kind === "noRegression") return noRegressionName(metric);
  if (kind === "nonInferior") return `${metric} not worse by ${size}`;
  return margin === 0 ? `${metric} improved` : `${metric} better by ${size}`;
}

/** What a gate `noRegression` is called where the suite does not name it. */
export function noRegressionName(metric: string): string {
  return `no regression of ${metric}`;
}

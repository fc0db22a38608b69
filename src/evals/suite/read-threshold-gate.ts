import type { ThresholdGate } from "../gate-spec.js";
import { countedFigures } from "../gates/gate-figures.js";
import {
  type GateLimits,
  limitsText,
  readBy,
  readGateName,
  readLimits,
  type WrittenGate,
} from "./gate-parts.js";
import { readTexts } from "./read-texts.js";

/** `{metric: passRate, min: 95%, slice: {language: de}, by: interval}` */
export function readThresholdGate(gate: WrittenGate): ThresholdGate | undefined {
  const { source, mapping, path, read } = gate;
  const metric = source.fields.text(mapping.get("metric"), [...path, "metric"]);
  const limits = readLimits(gate);
  const slice = read("slice", (inner, at) => readTexts(source, inner, at, "a mapping like {language: de}"));
  const by = readBy(gate);
  const name = readGateName(gate);
  if (metric === undefined || limits === undefined) return undefined;
  if (by === "interval" && !hasInterval(gate, metric, limits)) return undefined;
  return {
    kind: "threshold",
    name: name ?? gateName(metric, limits, slice),
    metric,
    ...limits,
    ...(slice && { slice }),
    by,
    at: source.place(path),
  };
}

/** Reports what `by: interval` could never decide. */
function hasInterval({ source, path }: WrittenGate, metric: string, { min, max }: GateLimits): boolean {
  const hint = "leave by out: the figure itself is compared";
  if (countedFigures.includes(metric)) {
    source.fields.refuse([...path, "by"], `${metric} is counted, not estimated: it has no interval`, hint);
    return false;
  }
  const isShare = /^(?:passRate|errorRate|pass[@^]\d+)$/.test(metric);
  const limit = min !== undefined && min >= 1 ? "min" : max !== undefined && max <= 0 ? "max" : undefined;
  if (!isShare || limit === undefined) return true;
  source.fields.refuse(
    [...path, limit],
    `no number of cases puts the interval of ${metric} ${limit === "min" ? "at 100%" : "at 0%"}`,
    hint,
  );
  return false;
}

/** `passRate ≥ 0.95 (language: de)` */
function gateName(
  metric: string,
  limits: GateLimits,
  slice: Readonly<Record<string, string>> | undefined,
): string {
  const where = Object.entries(slice ?? {}).map(([name, value]) => `${name}: ${value}`);
  return `${metric}${limitsText(limits)}${where.length === 0 ? "" : ` (${where.join(", ")})`}`;
}

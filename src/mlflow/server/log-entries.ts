import type { MetricPoint } from "../../runs/types.js";
import type { Fields } from "./fields.js";
import { limits, requireLength, requireName } from "./limits.js";
import { invalid } from "./service-error.js";

/** A point as a client sends it, with what MLflow 3 ties it to. */
export interface SentMetric {
  readonly point: MetricPoint;
  readonly modelId?: string;
  readonly datasetName?: string;
  readonly datasetDigest?: string;
}

/** @param now for points without a timestamp, epoch milliseconds. */
export function metricOf(fields: Fields, now: number): SentMetric {
  const timestamp = fields.optionalTime("timestamp") ?? now;
  const modelId = fields.optionalText("model_id");
  const datasetName = fields.optionalText("dataset_name");
  const datasetDigest = fields.optionalText("dataset_digest");
  return {
    point: {
      key: keyOf(fields, "metric"),
      value: fields.number("value"),
      step: fields.optionalInteger("step") ?? 0,
      timestamp,
    },
    ...(modelId && { modelId }),
    ...(datasetName && { datasetName }),
    ...(datasetDigest && { datasetDigest }),
  };
}

/** @throws {ServiceError} if a key comes twice with different values. */
export function paramsOf(messages: readonly Fields[]): Record<string, string> {
  const params = new Map<string, string>();
  for (const fields of messages) {
    const key = keyOf(fields, "parameter");
    const value = requireLength(
      `the value of parameter ${JSON.stringify(key)}`,
      fields.optionalText("value") ?? "",
      limits.paramValue,
    );
    if ((params.get(key) ?? value) !== value) {
      throw invalid(`the parameter ${JSON.stringify(key)} comes twice in one request, with different values`);
    }
    params.set(key, value);
  }
  return Object.fromEntries(params);
}

/** Of a key that comes twice the last value counts. */
export function tagsOf(messages: readonly Fields[]): Record<string, string> {
  return Object.fromEntries(
    messages.map((fields) => {
      const key = keyOf(fields, "tag");
      const what = `the value of tag ${JSON.stringify(key)}`;
      return [key, requireLength(what, fields.optionalText("value") ?? "", limits.tagValue)];
    }),
  );
}

function keyOf(fields: Fields, what: string): string {
  return requireName(`the key of a ${what}`, fields.text("key"), limits.key);
}

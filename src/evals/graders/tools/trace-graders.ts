import { MlxError } from "../../../core/errors.js";
import type { Json } from "../../../prompts/types.js";
import { found, invalidAssertion, isMapping, numberSetting, settingOf } from "../assertion-value.js";
import type { GradeInput, Grader } from "../grader.js";
import { atMost, yesOrNo } from "../verdict.js";
import { fitsWildcard } from "./wildcard.js";

/** A step of work that a provider reports. Times are milliseconds. */
interface Span {
  readonly name: string;
  readonly duration?: number;
  readonly failed: boolean;
}

/** So many spans fit the pattern: between `min` and `max`. */
const spanCount: Grader = (input) => {
  const { assertion } = input;
  if (typeof settingOf(assertion, "pattern") !== "string")
    throw invalidAssertion(assertion, `pattern: expected a text, ${found(settingOf(assertion, "pattern"))}`);
  const { pattern, spans } = spansOf(input);
  const [min, max] = [
    numberSetting(assertion, "min") ?? 0,
    numberSetting(assertion, "max") ?? Number.POSITIVE_INFINITY,
  ];
  const wanted = max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
  return yesOrNo(
    spans.length >= min && spans.length <= max,
    `${spans.length} spans fit ${pattern}, wanted ${wanted}`,
  );
};

/** No span that fits the pattern takes longer than `max` ms; or their `percentile` does not, the value at rank ⌈p/100 · n⌉. */
const spanDuration: Grader = (input) => {
  const { assertion } = input;
  const max = numberSetting(assertion, "max");
  if (max === undefined)
    throw invalidAssertion(assertion, "max: it is missing; say how many milliseconds are allowed");
  const percentile = numberSetting(assertion, "percentile") ?? 100;
  if (percentile < 0 || percentile > 100)
    throw invalidAssertion(assertion, `percentile: expected a number from 0 to 100, ${found(percentile)}`);
  const { pattern, spans } = spansOf(input);
  const durations = spans.flatMap(({ duration }) => duration ?? []).sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percentile / 100) * durations.length));
  const duration = durations[rank - 1];
  if (duration === undefined) return yesOrNo(true, `no span that fits ${pattern} has times`);
  const what =
    percentile === 100
      ? `the slowest of ${durations.length} spans,`
      : `percentile ${percentile} of ${durations.length} spans,`;
  return atMost(duration, max, what, " ms");
};

/** No more spans that fit the pattern failed than `max_count` (0) or `max_percentage` say; `value: 2` is a count. */
const errorSpans: Grader = (input) => {
  const { assertion } = input;
  const share = numberSetting(assertion, "max_percentage");
  const given = typeof assertion.value === "number" ? assertion.value : numberSetting(assertion, "max_count");
  const count = given ?? (share === undefined ? 0 : undefined);
  const { pattern, spans } = spansOf(input);
  const failed = spans.filter((span) => span.failed);
  const percentage = spans.length === 0 ? 0 : (failed.length / spans.length) * 100;
  const passed =
    (count === undefined || failed.length <= count) && (share === undefined || percentage <= share);
  const names = failed.slice(0, 3).map(({ name }) => name);
  const which = names.length === 0 ? "" : `: ${names.join(", ")}${failed.length > 3 ? ", …" : ""}`;
  return yesOrNo(passed, `${failed.length} of ${spans.length} spans that fit ${pattern} failed${which}`);
};

/** Those of the answer that fit the pattern. They stand in its metadata, as `spans` or `trace: {spans}`. */
function spansOf({ assertion, answer }: GradeInput): {
  readonly pattern: string;
  readonly spans: readonly Span[];
} {
  const { trace, spans = isMapping(trace) ? trace["spans"] : undefined } = answer.metadata ?? {};
  if (!Array.isArray(spans)) {
    throw new MlxError("MLX_GRADER", "the answer brings no spans: mlx records no traces of providers", {
      hint: "a provider of your own gives them as metadata.spans: [{name, startTime, endTime, statusCode, attributes}]",
    });
  }
  const given = settingOf(assertion, "pattern") ?? "*";
  if (typeof given !== "string")
    throw invalidAssertion(assertion, `pattern: expected a text, ${found(given)}`);
  const read = spans.filter(isMapping).map(spanOf);
  return { pattern: given, spans: read.filter(({ name }) => fitsWildcard(given, name)) };
}

function spanOf(span: { readonly [key: string]: Json }): Span {
  const { name, startTime, endTime } = span;
  const timed = typeof startTime === "number" && typeof endTime === "number";
  return {
    name: String(name ?? ""),
    ...(timed && { duration: endTime - startTime }),
    failed: hasFailed(span),
  };
}

/** By OpenTelemetry's status (2), HTTP's, or the attributes that say so. */
function hasFailed({ statusCode, statusMessage, attributes }: { readonly [key: string]: Json }): boolean {
  if (typeof statusCode === "number" && (statusCode === 2 || statusCode >= 400)) return true;
  const said = isMapping(attributes) ? attributes : {};
  const flags = ["error", "exception", "failed", "failure"].map((name) => said[name] ?? false);
  if (flags.some((flag) => flag === true || flag === "true" || typeof flag === "object")) return true;
  if (Number(said["http.status_code"] ?? 0) >= 400) return true;
  if (said["otel.status_code"] === "ERROR" || said["status.code"] === "ERROR") return true;
  return typeof statusMessage === "string" && /error|fail|exception|timeout|abort/i.test(statusMessage);
}

export const traceGraders: Readonly<Record<string, Grader>> = {
  "trace-span-count": spanCount,
  "trace-span-duration": spanDuration,
  "trace-error-spans": errorSpans,
};

import type { MetricPoint, RunId } from "../../runs/types.js";
import { asRunId, findRun, runIdOf } from "./find-run.js";
import { withoutEmpty } from "./json-text.js";
import { limits, requireCount } from "./limits.js";
import { offsetOf, pageToken } from "./page-token.js";
import { metricMessage } from "./run-message.js";
import type { Call, Service } from "./service.js";
import { invalid } from "./service-error.js";

/** All points of a metric, or a page of them. */
export function metricHistory(service: Service, { fields }: Call): object {
  const { id } = findRun(service, runIdOf(fields));
  const key = fields.text("metric_key");
  const pageSize = fields.optionalInteger("max_results");
  const offset = offsetOf(fields.optionalText("page_token"));
  if (pageSize === undefined)
    return withoutEmpty({ metrics: service.ledger.history(id, key).slice(offset).map(metricMessage) });
  if (pageSize < 1) throw invalid(`max_results must be at least 1, not ${pageSize}`);
  const points = service.ledger.history(id, key, offset + pageSize + 1);
  return withoutEmpty({
    metrics: points.slice(offset, offset + pageSize).map(metricMessage),
    ...(points.length > offset + pageSize && { next_page_token: pageToken(offset + pageSize) }),
  });
}

/** A metric of several runs, each thinned out to so many points between two steps; the first and the last stay. */
export function bulkHistory(service: Service, { fields }: Call): object {
  const ids = fields.texts("run_ids").map((id) => findRun(service, asRunId(id)).id);
  if (ids.length === 0) throw invalid("run_ids is missing");
  requireCount("runs", ids.length, limits.runsPerBulk);
  const key = fields.text("metric_key");
  const wanted = fields.optionalInteger("max_results") ?? limits.pointsPerBulkRun;
  if (wanted < 1 || wanted > limits.pointsPerBulkRun) {
    throw invalid(`max_results must be between 1 and ${limits.pointsPerBulkRun}, not ${wanted}`);
  }
  const [from, to] = [fields.optionalInteger("start_step"), fields.optionalInteger("end_step")];
  if ((from === undefined) !== (to === undefined)) throw invalid("start_step and end_step belong together");
  if (from !== undefined && to !== undefined && from > to)
    throw invalid("end_step must not be below start_step");
  const within = (point: MetricPoint) =>
    (from ?? point.step) <= point.step && point.step <= (to ?? point.step);
  const pointsOf = (id: RunId) => thinned(service.ledger.history(id, key).filter(within), wanted);
  return withoutEmpty({
    metrics: ids.flatMap((id) => pointsOf(id).map((point) => ({ ...metricMessage(point), run_id: id }))),
  });
}

function thinned(points: readonly MetricPoint[], wanted: number): readonly MetricPoint[] {
  if (points.length <= wanted) return points;
  if (wanted === 1) return points.slice(-1);
  const stride = (points.length - 1) / (wanted - 1);
  return Array.from({ length: wanted }, (_, index) => points[Math.round(index * stride)]).filter(
    (point) => point !== undefined,
  );
}

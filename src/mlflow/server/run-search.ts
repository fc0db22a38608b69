import { parseFilter } from "../../runs/filter/parse-filter.js";
import { parseOrderBy } from "../../runs/filter/parse-order-by.js";
import { pageSize, viewOf } from "./experiment-search.js";
import { findExperiment } from "./experiments.js";
import { withoutEmpty } from "./json-text.js";
import { limits } from "./limits.js";
import { offsetOf, pageToken } from "./page-token.js";
import { experimentsByName, runMessage } from "./run-message.js";
import type { Call, Service } from "./service.js";

const usualPage = 1_000;

/**
 * MLflow's `search_runs`. Inside of an `mlx run` scripts see what clients made, as they would on MLflow's own server:
 * the rows of commands, which hold those runs, are for `mlx runs`.
 */
export function searchRuns(service: Service, { fields }: Call): object {
  const experiments = fields.texts("experiment_ids").map((id) => findExperiment(service, id).name);
  const size = pageSize(fields, usualPage, limits.runsPerPage);
  const offset = offsetOf(fields.optionalText("page_token"));
  const view = viewOf(fields, "run_view_type");
  const filter = parseFilter(fields.optionalText("filter") ?? "");
  const order = parseOrderBy(fields.texts("order_by"));
  if (experiments.length === 0) return {};
  const { runs, total } = service.ledger.search({
    experiments,
    ...(service.runs.commandId !== undefined && { kinds: ["client"] }),
    filter,
    order,
    view,
    limit: size,
    offset,
  });
  const experimentOf = experimentsByName(service);
  const found = runs.flatMap(({ id }) => service.ledger.record(id) ?? []);
  return withoutEmpty({
    runs: found.map((run) => runMessage(run, experimentOf(run.experiment))),
    ...(offset + size < total && { next_page_token: pageToken(offset + size) }),
  });
}

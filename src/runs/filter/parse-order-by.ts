import type { RunOrder } from "../query.js";
import { fieldOf } from "./fields.js";
import { type FilterSource, filterError } from "./filter-error.js";
import { tokenize } from "./tokens.js";

const most = 20;

/**
 * Reads orders as MLflow's `order_by` has them: each a field, then `ASC` (default) or `DESC`, such as `metrics.loss DESC`.
 * @throws {MlxError} `MLX_INVALID_FILTER`, exit 2, with the column.
 */
export function parseOrderBy(texts: readonly string[]): RunOrder[] {
  const orders: RunOrder[] = [];
  for (const text of texts) {
    const source: FilterSource = { what: "order", text };
    const order = orderOf(source);
    const { entity, key } = order.field;
    if (orders.some(({ field }) => field.entity === entity && field.key === key)) {
      throw filterError(source, 0, "this field is there already");
    }
    orders.push(order);
    if (orders.length > most) throw filterError(source, 0, `more than ${most} fields`);
  }
  return orders;
}

function orderOf(source: FilterSource): RunOrder {
  const [name, direction, rest] = tokenize(source);
  if (name?.kind !== "name") {
    throw filterError(source, name?.start ?? 0, "expected a field such as metrics.loss");
  }
  const field = fieldOf(source, name);
  if (field.entity === "dataset")
    throw filterError(source, name.start, "runs have no order by their data sets");
  const word = direction?.raw.toUpperCase() ?? "";
  if (direction?.kind !== "end" && word !== "ASC" && word !== "DESC") {
    throw filterError(source, direction?.start ?? 0, `expected ASC or DESC, found ${direction?.raw}`);
  }
  if (direction?.kind !== "end" && rest?.kind !== "end") {
    throw filterError(
      source,
      rest?.start ?? 0,
      `expected nothing more, found ${rest?.raw}`,
      "one field each",
    );
  }
  return { field, descending: word === "DESC" };
}

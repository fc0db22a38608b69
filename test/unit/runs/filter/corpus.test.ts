import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { MlxError } from "../../../../src/core/errors.js";
import { openRunLedger } from "../../../../src/ledger/open-run-ledger.js";
import type { RunLedger } from "../../../../src/ledger/run-ledger.js";
import { parseFilter } from "../../../../src/runs/filter/parse-filter.js";
import { parseOrderBy } from "../../../../src/runs/filter/parse-order-by.js";
import { statusOfMlflow } from "../../../../src/runs/status.js";
import { tempFolder } from "../../../support/temp-folder.js";
import { newId } from "../../ledger/scratch-ledger.js";

const answer = { accepted: z.boolean(), runs: z.optional(z.array(z.string())) };
const corpus = z
  .object({
    runs: z.array(
      z.object({
        name: z.string(),
        user: z.string(),
        start: z.number(),
        end: z.optional(z.number()),
        status: z.string(),
        metrics: z.record(z.string(), z.union([z.number(), z.string()])),
        params: z.record(z.string(), z.string()),
        tags: z.record(z.string(), z.string()),
        datasets: z.array(z.object({ name: z.string(), digest: z.string(), context: z.string() })),
      }),
    ),
    filters: z.array(z.object({ filter: z.string(), ...answer })),
    orders: z.array(z.object({ order: z.array(z.string()), ...answer })),
  })
  .parse(JSON.parse(readFileSync(new URL("../../../fixtures/runs/filters.json", import.meta.url), "utf8")));

/** What MLflow 3.17 takes and mlx refuses: what is probably a slip, and comparisons with nothing. */
const stricter = new Set([
  "metrics.loss < 1 metrics.val.acc > 0",
  "metrics.loss < 1 AND",
  "AND metrics.loss < 1",
  "metrics.loss < 1 AND AND params.lr = '1'",
  "metrics. < 1",
  "metrics.`` < 1",
  "params.lr IS NULL",
  "params.lr IS NOT NULL",
  "tags.team IS NULL",
]);

/** What mlx takes beyond MLflow, with the runs that fit. */
const wider = new Map([
  ["   ", ["alpha", "beta", "Gamma Ray", "delta", "epsilon"]],
  ["attributes.run_name IN ('alpha')", ["alpha"]],
  ["attributes.status IN ('FINISHED', 'FAILED')", ["alpha", "beta", "epsilon"]],
  ["metrics.step-time = 3", ["alpha"]],
  ["metrics.val/f1 < 1", ["alpha"]],
]);

let ledger: RunLedger;
const ids = new Map<string, string>();

beforeAll(async () => {
  ledger = await openRunLedger(`${tempFolder("mlx-filters-")}/ledger.db`);
  for (const run of corpus.runs) {
    const id = newId(run.start);
    ids.set(run.name, id);
    const { name, user, tags } = run;
    ledger.createRun({
      ...{ id, name, user, tags, startTime: run.start, experiment: "filters", kind: "client", owned: false },
    });
    const metrics = Object.entries(run.metrics).map(([key, value]) => ({
      ...{ key, value: Number(value), step: 0, timestamp: run.start },
    }));
    ledger.append(id, { metrics, params: run.params }, run.start);
    ledger.addInputs(
      id,
      run.datasets.map(({ name, digest, context }) => ({
        ...{ name, digest, sourceType: "local", source: "x", tags: { "mlflow.data.context": context } },
      })),
    );
    const status = statusOfMlflow(run.status);
    if (status === undefined || status === "running" || run.end === undefined) continue;
    ledger.endRun(id, { status, endTime: run.end });
  }
});

function search(filter: string, order: readonly string[]): string[] | "refused" {
  const withIds = filter.replace(/\{(\w+)\}/g, (_, name: string) => ids.get(name) ?? name);
  try {
    const query = { filter: parseFilter(withIds), order: parseOrderBy(order) };
    return ledger.search(query).runs.map(({ name }) => name);
  } catch (error) {
    if (error instanceof MlxError && error.code === "MLX_INVALID_FILTER") return "refused";
    throw error;
  }
}

test("the corpus is large, and the exceptions are of it", () => {
  expect(corpus.filters.length).toBeGreaterThan(150);
  const filters = new Set(corpus.filters.map(({ filter }) => filter));
  expect([...stricter, ...wider.keys()].filter((filter) => !filters.has(filter))).toEqual([]);
});

describe("a filter finds the runs that MLflow finds, and is refused where MLflow refuses it", () => {
  test.each(corpus.filters)("$filter", ({ filter, accepted, runs }) => {
    const found = search(filter, ["attributes.start_time"]);
    if (stricter.has(filter)) {
      expect(accepted).toBe(true);
      expect(found).toBe("refused");
    } else if (wider.has(filter)) {
      expect(accepted).toBe(false);
      expect(found).toEqual(wider.get(filter));
    } else {
      expect(found).toEqual(accepted ? runs : "refused");
    }
  });
});

describe("an order is that of MLflow", () => {
  test.each(corpus.orders)("$order", ({ order, accepted, runs }) => {
    expect(search("", order)).toEqual(accepted ? runs : "refused");
  });
});

import { expect, test } from "vitest";
import { ulid } from "../../../src/core/ulid.js";
import { type Json, type Tracking, tracking } from "../../support/tracking.js";

function ids(runs: Json | undefined): string[] {
  return Array.from(Object.values(runs ?? {}), (run) => String(run["info"]?.["run_id"]));
}

async function allPages(server: Tracking, message: Readonly<Record<string, unknown>>): Promise<string[]> {
  const found: string[] = [];
  let page_token: unknown;
  do {
    const { json } = await server.post("runs/search", {
      ...message,
      ...(page_token !== undefined && { page_token }),
    });
    found.push(...ids(json["runs"]));
    page_token = json["next_page_token"];
  } while (page_token !== undefined);
  return found;
}

test("pages hold every run once, in order, and the last one has no token", async () => {
  const server = await tracking();
  const made: string[] = [];
  for (let step = 0; step < 10; step++) {
    const id = await server.run({ start_time: 1_000 + step });
    await server.post("runs/log-metric", { run_id: id, key: "acc", value: (step * 7) % 10, timestamp: 1 });
    made.push(id);
  }
  const query = { experiment_ids: ["0"], order_by: ["metrics.acc DESC"] };
  const byAccuracy = [...made].sort((a, b) => ((made.indexOf(b) * 7) % 10) - ((made.indexOf(a) * 7) % 10));
  expect(await allPages(server, { ...query, max_results: 3 })).toEqual(byAccuracy);
  expect(await allPages(server, { ...query, max_results: 5 })).toEqual(byAccuracy);
  expect(await allPages(server, { experiment_ids: ["0"] })).toEqual([...made].reverse());
  const filtered = { ...query, filter: "metrics.acc >= 8" };
  expect(await allPages(server, filtered)).toEqual(byAccuracy.slice(0, 2));
});

test("a filter that is none, an alien token and too large a page are refused with what is wrong", async () => {
  const server = await tracking();
  const search = async (message: object) => server.post("runs/search", { experiment_ids: ["0"], ...message });
  for (const message of [
    { filter: "metrics.a > 1 OR metrics.b > 1" },
    { filter: "params.a = unquoted" },
    { order_by: ["metrics.a UPWARDS"] },
    { page_token: "abc" },
    { max_results: 50_001 },
    { run_view_type: "SOME" },
  ]) {
    const { status, json } = await search(message);
    expect([message, status, json["error_code"]]).toEqual([message, 400, "INVALID_PARAMETER_VALUE"]);
  }
});

test("deleted runs are seen by who asks for them", async () => {
  const server = await tracking();
  const [kept, gone] = [await server.run({ start_time: 2 }), await server.run({ start_time: 1 })];
  await server.post("runs/delete", { run_id: gone });
  const seen = async (run_view_type?: string | number) =>
    ids((await server.post("runs/search", { experiment_ids: ["0"], run_view_type })).json["runs"]);
  expect(await seen()).toEqual([kept]);
  expect(await seen("DELETED_ONLY")).toEqual([gone]);
  expect(await seen("ALL")).toEqual([kept, gone]);
  expect(await seen(3)).toEqual([kept, gone]);
});

test("a script inside of mlx run finds what clients made, not the rows of commands", async () => {
  const outer = await tracking();
  const commandId = await outer.run();
  const { ledger } = outer;
  ledger.createRun({
    ...{ id: ulid(1, new Uint8Array(10)), name: "command" },
    ...{ experiment: "Default", kind: "command", startTime: 1, owned: false },
  });
  const inside = await tracking({ ledger, runs: { commandId } });
  const mine = await inside.run();
  const found = await allPages(inside, { experiment_ids: ["0"] });
  expect(found).toHaveLength(2);
  expect(found).toContain(mine);
  expect(await allPages(outer, { experiment_ids: ["0"] })).toHaveLength(3);
});

test("a metric's history comes in pages", async () => {
  const server = await tracking();
  const id = await server.run();
  const metrics = Array.from({ length: 25 }, (_, step) => ({
    key: "loss",
    value: step / 3,
    timestamp: 1,
    step,
  }));
  await server.post("runs/log-batch", { run_id: id, metrics });
  const seen: unknown[] = [];
  let token = "";
  let pages = 0;
  do {
    const query = { run_id: id, metric_key: "loss", max_results: "10", page_token: token };
    const { json } = await server.read("metrics/get-history", query);
    seen.push(...Object.values(json["metrics"] ?? {}));
    token = String(json["next_page_token"] ?? "");
    pages++;
  } while (token !== "");
  expect(pages).toBe(3);
  expect(seen).toEqual(metrics);
  const none = await server.read("metrics/get-history", { run_id: id, metric_key: "other" });
  expect(none.json["metrics"] ?? []).toEqual([]);
});

test("histories of several runs come thinned out between two steps, with their first and last points", async () => {
  const server = await tracking();
  const runs = [await server.run(), await server.run()];
  for (const run_id of runs) {
    const metrics = Array.from({ length: 100 }, (_, step) => ({
      key: "loss",
      value: step,
      timestamp: 1,
      step,
    }));
    await server.post("runs/log-batch", { run_id, metrics });
  }
  const query = new URLSearchParams(
    [
      ...runs.map((id) => ["run_ids", id]),
      ["metric_key", "loss"],
      ["start_step", "10"],
      ["end_step", "90"],
      ["max_results", "5"],
    ].map(([name = "", value = ""]): [string, string] => [name, value]),
  );
  const { json } = await server.get(`/api/2.0/mlflow/metrics/get-history-bulk-interval?${query}`);
  expect(json["metrics"]).toEqual(
    runs.flatMap((run_id) =>
      [10, 30, 50, 70, 90].map((step) => ({ key: "loss", value: step, timestamp: 1, step, run_id })),
    ),
  );
});

import { expect, test } from "vitest";
import { type Tracking, tracking } from "../../support/tracking.js";

async function makeModel(server: Tracking, fields: object = {}): Promise<string> {
  const { status, json } = await server.post("logged-models", {
    experiment_id: "0",
    name: "model",
    ...fields,
  });
  expect(status).toBe(200);
  return String(json["model"]?.["info"]?.["model_id"]);
}

async function patch(server: Tracking, path: string, message: object): Promise<number> {
  const body = JSON.stringify(message);
  return (await server.send("PATCH", `/api/2.0/mlflow/logged-models/${path}`, { body })).status;
}

test("log_model: made, named as the run's output, its files put, declared ready", async () => {
  const server = await tracking();
  const run_id = await server.run();
  const id = await makeModel(server, { source_run_id: run_id, params: [{ key: "depth", value: "3" }] });
  expect(id).toMatch(/^m-[0-9a-f]{32}$/);
  await server.post("runs/outputs", { run_id, models: [{ model_id: id, step: 7 }] });
  const files = `0/models/${id}/artifacts`;
  expect((await server.artifact("PUT", `${files}/MLmodel`, "flavors: {}")).status).toBe(200);
  expect((await server.artifact("PUT", `${files}/data/weights.bin`, "w")).status).toBe(200);
  expect(await patch(server, id, { status: "LOGGED_MODEL_READY" })).toBe(200);
  expect((await server.read(`logged-models/${id}`)).json["model"]).toMatchObject({
    info: {
      model_id: id,
      experiment_id: "0",
      name: "model",
      status: "LOGGED_MODEL_READY",
      source_run_id: run_id,
      artifact_uri: `mlflow-artifacts:/0/models/${id}/artifacts`,
    },
    data: { params: [{ key: "depth", value: "3" }] },
  });
  const run = (await server.read("runs/get", { run_id })).json["run"];
  expect(run?.["outputs"]).toEqual({ model_outputs: [{ model_id: id, step: 7 }] });
  expect(server.ledger.artifacts(run_id).map(({ path }) => path)).toEqual([
    `models/${id}/MLmodel`,
    `models/${id}/data/weights.bin`,
  ]);
  expect((await server.artifact("GET", `${files}/MLmodel`)).text).toBe("flavors: {}");
  expect((await server.read(`logged-models/${id}/artifacts/directories`)).json["files"]).toEqual([
    { path: "MLmodel", is_dir: false, file_size: 11 },
    { path: "data", is_dir: true },
  ]);
  expect((await server.read("artifacts/list", { run_id })).json).not.toHaveProperty("files");
  expect((await server.artifact("PUT", `0/${run_id}/artifacts/models/${id}/MLmodel`, "x")).status).toBe(400);
});

test("metrics that name a model are kept with the run and with the model, each point once, NaN too", async () => {
  const server = await tracking();
  const run_id = await server.run();
  const id = await makeModel(server, { source_run_id: run_id });
  const metric = { key: "val", value: "NaN", timestamp: 1, step: 2, model_id: id, dataset_name: "test" };
  for (let time = 0; time < 2; time++) await server.post("runs/log-metric", { run_id, ...metric });
  await server.post("runs/log-batch", { run_id, metrics: [{ ...metric, value: 0.5 }] });
  const { json } = await server.read(`logged-models/${id}`);
  expect(json["model"]?.["data"]?.["metrics"]).toEqual(
    ["NaN", 0.5].map((value) => ({ ...metric, value, run_id })),
  );
  expect(server.ledger.history(run_id, "val")).toHaveLength(2);
  const unknown = `m-${"0".repeat(32)}`;
  expect((await server.post("runs/log-metric", { run_id, ...metric, model_id: unknown })).status).toBe(404);
});

test("models are searched by name, parameters and metrics, and ordered", async () => {
  const server = await tracking();
  const run_id = await server.run();
  const made = new Map<string, string>();
  for (const [name, val] of [
    ["a", 0.3],
    ["b", 0.9],
    ["c", 0.6],
  ] as const) {
    const params = [{ key: "kind", value: name === "c" ? "deep" : "flat" }];
    const id = await makeModel(server, { source_run_id: run_id, name, params });
    await server.post("runs/log-metric", { run_id, key: "val", value: val, timestamp: 1, model_id: id });
    made.set(id, name);
  }
  const found = async (message: object) => {
    const { json } = await server.post("logged-models/search", { experiment_ids: ["0"], ...message });
    const models = Array.from(Object.values(json["models"] ?? {}));
    return models.map((model) => made.get(String(model["info"]?.["model_id"])));
  };
  const order_by = [{ field_name: "metrics.val", ascending: false }];
  expect(await found({ order_by })).toEqual(["b", "c", "a"]);
  expect(await found({ order_by, filter: "metrics.val > 0.5 AND params.kind = 'flat'" })).toEqual(["b"]);
  expect(await found({ filter: `name = 'c' AND source_run_id = '${run_id}'` })).toEqual(["c"]);
  expect(await found({ order_by, max_results: 2 })).toEqual(["b", "c"]);
  expect(
    (await server.post("logged-models/search", { experiment_ids: ["0"], filter: "size > 1" })).status,
  ).toBe(400);
});

test("tags are set and removed, parameters are write-once, a deleted model is gone for who does not ask for it", async () => {
  const server = await tracking();
  const id = await makeModel(server, { source_run_id: await server.run() });
  expect(await patch(server, `${id}/tags`, { tags: [{ key: "a/b", value: "1" }] })).toBe(200);
  expect(server.ledger.model(id)?.tags).toEqual({ "a/b": "1" });
  const path = `/api/2.0/mlflow/logged-models/${id}`;
  expect((await server.send("DELETE", `${path}/tags/a%2Fb`)).status).toBe(200);
  expect((await server.send("DELETE", `${path}/tags/a/b`)).status).toBe(404);
  const log = async (value: string) =>
    (await server.post(`logged-models/${id}/params`, { params: [{ key: "p", value }] })).status;
  expect([await log("1"), await log("1"), await log("2")]).toEqual([200, 200, 400]);
  expect((await server.send("DELETE", path)).status).toBe(200);
  expect((await server.get(path)).status).toBe(404);
  expect((await server.get(`${path}?allow_deleted=true`)).status).toBe(200);
  expect((await server.post("logged-models/search", { experiment_ids: ["0"] })).json).toEqual({});
});

test("a model logged outside of any run gets a run of its own, which ends with it; in mlx run it is the command's", async () => {
  const server = await tracking();
  const id = await makeModel(server);
  const runId = server.ledger.model(id)?.runId;
  const run = () => (runId === undefined ? undefined : server.ledger.record(runId));
  expect(run()).toMatchObject({ name: "model", status: "running", tags: { "mlx.model_id": id } });
  await patch(server, id, { status: "LOGGED_MODEL_READY" });
  expect(run()?.status).toBe("finished");
  const commandId = await server.run();
  const inside = await tracking({ ledger: server.ledger, runs: { commandId } });
  expect(server.ledger.model(await makeModel(inside))?.runId).toBe(commandId);
});

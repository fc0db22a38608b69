import { expect, test } from "vitest";
import { formatBundle } from "../../../src/runs/bundle.js";
import { parseRecord } from "../../../src/runs/exchange/bundle-line.js";
import { tracking } from "../../support/tracking.js";

test("a run needs an experiment's id alone, and gets what MLflow gives it: name, status, times, an address for artifacts", async () => {
  const server = await tracking();
  const { status, json } = await server.post("runs/create", { experiment_id: "0" });
  expect(status).toBe(200);
  const info = json["run"]?.["info"];
  const id = String(info?.["run_id"]);
  expect(info).toEqual({
    run_id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
    run_uuid: id,
    run_name: expect.stringMatching(/^[a-z]+-[a-z]+-\d{1,3}$/),
    experiment_id: "0",
    status: "RUNNING",
    start_time: expect.any(Number),
    artifact_uri: `mlflow-artifacts:/0/${id}/artifacts`,
    lifecycle_stage: "active",
  });
  expect((await server.read("runs/get", { run_id: id })).json["run"]?.["info"]).toEqual(info);
});

test("a client's run inside of mlx run is tagged with it and has its git facts, without being asked", async () => {
  const outer = await tracking();
  const commandId = await outer.run();
  const git = { commit: "a".repeat(40), branch: "main", dirty: true };
  const server = await tracking({ ledger: outer.ledger, runs: { commandId, git, user: "ann" } });
  const id = await server.run({ run_name: "fold 1", tags: [{ key: "team", value: "x" }] });
  expect(server.ledger.record(id)).toMatchObject({
    kind: "client",
    commandId,
    git,
    user: "ann",
    name: "fold 1",
    tags: { "mlx.run_id": commandId, team: "x" },
  });
});

test("a client ends a run, begins it again and renames it", async () => {
  const server = await tracking();
  const id = await server.run({ start_time: 1_000 });
  const ended = await server.post("runs/update", { run_id: id, status: "FINISHED", end_time: "2000" });
  expect(ended.json["run_info"]).toMatchObject({ status: "FINISHED", end_time: 2_000, start_time: 1_000 });
  await server.post("runs/update", { run_id: id, status: "RUNNING", run_name: "again" });
  const { info } = Object(Object((await server.read("runs/get", { run_id: id })).json)["run"]);
  expect(info).toMatchObject({ status: "RUNNING", run_name: "again" });
  expect(info).not.toHaveProperty("end_time");
  expect((await server.post("runs/update", { run_id: id, status: "DONE" })).status).toBe(400);
});

test("a run's name and the tag that MLflow shows it as are one", async () => {
  const server = await tracking();
  const id = await server.run({ tags: [{ key: "mlflow.runName", value: "first" }] });
  expect(server.ledger.header(id)?.name).toBe("first");
  await server.post("runs/set-tag", { run_id: id, key: "mlflow.runName", value: "second" });
  expect(server.ledger.header(id)?.name).toBe("second");
  const { json } = await server.read("runs/get", { run_id: id });
  expect(json["run"]?.["data"]?.["tags"]).toContainEqual({ key: "mlflow.runName", value: "second" });
});

test("NaN and the infinities round-trip, as text and as the bare words that Python writes", async () => {
  const server = await tracking();
  const id = await server.run();
  const values = ["NaN", "Infinity", "-Infinity"];
  for (const [step, value] of values.entries()) {
    await server.post("runs/log-metric", { run_id: id, key: "text", value, timestamp: 1, step });
    const body = `{"run_id": "${id}", "key": "bare NaN", "value": ${value}, "timestamp": 1, "step": ${step}}`;
    expect((await server.send("POST", "/api/2.0/mlflow/runs/log-metric", { body })).status).toBe(200);
  }
  for (const metric_key of ["text", "bare NaN"]) {
    const { json } = await server.read("metrics/get-history", { run_id: id, metric_key });
    expect(json["metrics"]).toEqual(
      values.map((value, step) => ({ key: metric_key, value, timestamp: 1, step })),
    );
  }
  expect(server.ledger.history(id, "text").map(({ value }) => value)).toEqual([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]);
});

test("whole numbers come as numbers or as text, and leave as numbers", async () => {
  const server = await tracking();
  const id = await server.run();
  await server.post("runs/log-metric", { run_id: id, key: "a", value: "0.5", timestamp: "17", step: "3" });
  const { json } = await server.read("metrics/get-history", { run_id: id, metric_key: "a" });
  expect(json["metrics"]).toEqual([{ key: "a", value: 0.5, timestamp: 17, step: 3 }]);
});

test("a batch with a conflicting parameter is refused with 400, and nothing of it is stored", async () => {
  const server = await tracking();
  const id = await server.run();
  await server.post("runs/log-parameter", { run_id: id, key: "lr", value: "0.1" });
  const answer = await server.post("runs/log-batch", {
    run_id: id,
    metrics: [{ key: "loss", value: 1, timestamp: 1, step: 1 }],
    params: [
      { key: "new", value: "1" },
      { key: "lr", value: "0.2" },
    ],
    tags: [{ key: "t", value: "v" }],
  });
  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({
    error_code: "INVALID_PARAMETER_VALUE",
    message: expect.stringMatching(/lr.*0\.1.*0\.2/),
  });
  expect(server.ledger.record(id)).toMatchObject({ params: { lr: "0.1" }, metrics: {}, tags: {} });
  const same = await server.post("runs/log-parameter", { run_id: id, key: "lr", value: "0.1" });
  expect(same.status).toBe(200);
  const twice = {
    run_id: id,
    params: [
      { key: "k", value: "1" },
      { key: "k", value: "2" },
    ],
  };
  expect((await server.post("runs/log-batch", twice)).status).toBe(400);
});

test("duplicated and reordered points give one history", async () => {
  const server = await tracking();
  const id = await server.run();
  const point = (step: number) => ({ key: "loss", value: 1 / (step + 1), timestamp: step, step });
  const batch = (steps: readonly number[]) => ({ run_id: id, metrics: steps.map(point) });
  for (const steps of [
    [3, 1],
    [2, 1, 1],
    [0, 3],
  ])
    await server.post("runs/log-batch", batch(steps));
  const { json } = await server.read("metrics/get-history", { run_id: id, metric_key: "loss" });
  expect(json["metrics"]).toEqual([0, 1, 2, 3].map(point));
});

test("limits: a thousand metrics, a hundred parameters and tags, keys of 250 and values of 6,000 and 8,000 characters", async () => {
  const server = await tracking();
  const id = await server.run();
  const metrics = (count: number) =>
    Array.from({ length: count }, (_, step) => ({ key: "m", value: step, timestamp: 1, step }));
  const entries = (count: number) => Array.from({ length: count }, (_, n) => ({ key: `k${n}`, value: "" }));
  const status = async (path: string, message: object) =>
    (await server.post(path, { run_id: id, ...message })).status;
  expect(await status("runs/log-batch", { metrics: metrics(1_001) })).toBe(400);
  expect(await status("runs/log-batch", { params: entries(101) })).toBe(400);
  expect(await status("runs/log-batch", { tags: entries(101) })).toBe(400);
  expect(server.ledger.record(id)).toMatchObject({ metrics: {}, params: {}, tags: {} });
  expect(
    await status("runs/log-batch", { metrics: metrics(1_000), params: entries(100), tags: entries(100) }),
  ).toBe(200);
  expect(await status("runs/log-parameter", { key: "k".repeat(251), value: "" })).toBe(400);
  expect(await status("runs/log-parameter", { key: "k".repeat(250), value: "v".repeat(6_000) })).toBe(200);
  expect(await status("runs/log-parameter", { key: "long", value: "v".repeat(6_001) })).toBe(400);
  expect(await status("runs/set-tag", { key: "long", value: "v".repeat(8_000) })).toBe(200);
  expect(await status("runs/set-tag", { key: "longer", value: "v".repeat(8_001) })).toBe(400);
  expect(await status("runs/log-metric", { key: "", value: 1, timestamp: 1 })).toBe(400);
  expect(await status("runs/log-metric", { key: "x", value: "high", timestamp: 1 })).toBe(400);
  expect(await status("runs/log-metric", { key: "x", value: 1, timestamp: 1, step: 0.5 })).toBe(400);
});

test("times before 1970 and after the year 9999 are refused: no date could show them", async () => {
  const server = await tracking();
  const id = await server.run();
  const end = 253_402_300_799_999;
  for (const time of [-1, end + 1, Number.MAX_SAFE_INTEGER, String(end + 1)]) {
    expect((await server.post("runs/create", { experiment_id: "0", start_time: time })).status).toBe(400);
    const update = { run_id: id, status: "FINISHED", end_time: time };
    expect((await server.post("runs/update", update)).status).toBe(400);
    const metric = { run_id: id, key: "m", value: 1, timestamp: time };
    expect((await server.post("runs/log-metric", metric)).status).toBe(400);
  }
  expect(server.ledger.record(id)).toMatchObject({ status: "running", metrics: {} });
  expect((await server.post("runs/update", { run_id: id, status: "FINISHED", end_time: end })).status).toBe(
    200,
  );
});

test("whatever a client can log, a bundle can carry", async () => {
  const server = await tracking();
  const id = await server.run({ tags: [{ key: "mlflow.source.git.commit", value: "no commit" }] });
  for (const key of ["a\u0000b", "a\nb", "\ud800"]) {
    for (const path of ["runs/set-tag", "runs/log-parameter", "runs/log-metric"])
      expect((await server.post(path, { run_id: id, key, value: "1" })).status).toBe(400);
    expect((await server.post("experiments/create", { name: key })).status).toBe(400);
  }
  const name = "n".repeat(8_001);
  for (const path of ["runs/create", "runs/update"])
    expect((await server.post(path, { run_id: id, experiment_id: "0", run_name: name })).status).toBe(400);
  await server.post("runs/set-tag", { run_id: id, key: "__proto__", value: "v" });
  await server.post("runs/update", { run_id: id, status: "FINISHED" });
  const bundle = server.ledger.exportRun(id);
  expect(parseRecord(formatBundle(bundle))).toEqual(bundle);
});

test("a deleted run refuses everything that would write to it, and takes it again once restored", async () => {
  const server = await tracking();
  const id = await server.run();
  await server.post("runs/delete", { run_id: id });
  const writes: readonly (readonly [string, object])[] = [
    ["runs/log-metric", { key: "a", value: 1, timestamp: 1 }],
    ["runs/log-parameter", { key: "a", value: "1" }],
    ["runs/log-batch", { tags: [{ key: "a", value: "1" }] }],
    ["runs/set-tag", { key: "a", value: "1" }],
    ["runs/update", { status: "FINISHED" }],
    ["runs/log-inputs", { datasets: [{ dataset: { name: "d", digest: "1" } }] }],
    ["logged-models", { source_run_id: id, name: "m" }],
  ];
  for (const [path, message] of writes) {
    const { status, json } = await server.post(path, { run_id: id, ...message });
    expect([path, status, json["error_code"]]).toEqual([path, 400, "INVALID_PARAMETER_VALUE"]);
  }
  expect((await server.artifact("PUT", `0/${id}/artifacts/a.txt`, "a")).status).toBe(400);
  expect((await server.read("runs/get", { run_id: id })).json["run"]?.["info"]).toMatchObject({
    lifecycle_stage: "deleted",
    status: "RUNNING",
  });
  await server.post("runs/restore", { run_id: id });
  for (const [path, message] of writes) {
    expect((await server.post(path, { run_id: id, ...message })).status).toBe(200);
  }
});

test("what is not there is 404 with RESOURCE_DOES_NOT_EXIST, an address that is none ENDPOINT_NOT_FOUND", async () => {
  const server = await tracking();
  const nowhere = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  for (const run_id of [nowhere, "0".repeat(32), "../etc"]) {
    const { status, json } = await server.read("runs/get", { run_id });
    expect([status, json["error_code"]]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  }
  const logged = await server.post("runs/log-metric", { run_id: nowhere, key: "a", value: 1, timestamp: 1 });
  expect([logged.status, logged.json["error_code"]]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  for (const path of ["registered-models/create", "traces", "runs/get"]) {
    const { status, json } = await server.post(path, {});
    expect([status, json["error_code"]]).toEqual([404, "ENDPOINT_NOT_FOUND"]);
  }
});

test("a tag is removed once; its second removal is 404", async () => {
  const server = await tracking();
  const id = await server.run({ tags: [{ key: "a", value: "1" }] });
  expect((await server.post("runs/delete-tag", { run_id: id, key: "a" })).status).toBe(200);
  expect(server.ledger.record(id)?.tags).toEqual({});
  expect((await server.post("runs/delete-tag", { run_id: id, key: "a" })).status).toBe(404);
});

test("data sets that go into a run come back with it", async () => {
  const server = await tracking();
  const id = await server.run();
  const input = {
    tags: [{ key: "mlflow.data.context", value: "training" }],
    dataset: {
      name: "iris",
      digest: "5a5c",
      source_type: "local",
      source: "{}",
      schema: "[]",
      profile: "{}",
    },
  };
  await server.post("runs/log-inputs", { run_id: id, datasets: [input] });
  const { json } = await server.read("runs/get", { run_id: id });
  expect(json["run"]?.["inputs"]?.["dataset_inputs"]).toEqual([input]);
});

test("the list of models that clients of MLflow 2 log grows with each", async () => {
  const server = await tracking();
  const id = await server.run();
  for (const artifact_path of ["a", "b"]) {
    await server.post("runs/log-model", { run_id: id, model_json: JSON.stringify({ artifact_path }) });
  }
  const history = server.ledger.record(id)?.tags["mlflow.log-model.history"] ?? "";
  expect(JSON.parse(history)).toEqual([{ artifact_path: "a" }, { artifact_path: "b" }]);
});

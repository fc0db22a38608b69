import { describe, expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { begin, fullRun, newId, point, scratchLedger } from "./scratch-ledger.js";

describe("a run", () => {
  test("is told as it was recorded", async () => {
    const ledger = await scratchLedger();
    const id = fullRun(ledger);
    expect(ledger.record(id)).toEqual({
      id,
      name: "train",
      experiment: "digits",
      kind: "command",
      status: "finished",
      startTime: 1_000,
      endTime: 3_000,
      exitCode: 0,
      user: "ada@example.com",
      git: { commit: "c".repeat(40), branch: "main", dirty: true },
      params: { lr: "0.1", note: "ünï\n" },
      tags: { stage: "test", team: "red" },
      metrics: {
        acc: { value: Number.NEGATIVE_INFINITY, step: -3, timestamp: 9 },
        loss: { value: Number.POSITIVE_INFINITY, step: 2, timestamp: 5 },
      },
      context: {
        mlxVersion: "0.1.0",
        seeds: { seed: "7" },
        log: { sha256: sha256Of("log"), size: 3, written: 3, truncated: false },
        resources: { wallSeconds: 1.5 },
      },
      artifacts: [
        { path: "a.txt", sha256: sha256Of("a"), size: 1, loggedAt: 2_400 },
        { path: "outputs/model.bin", sha256: sha256Of("model"), size: 5, loggedAt: 2_500 },
      ],
      checkpoints: [{ step: 2, path: "outputs/model.bin", loggedAt: 2_500 }],
      inputs: [
        {
          name: "iris",
          digest: "d1",
          sourceType: "local",
          source: "x",
          tags: { "mlflow.data.context": "training" },
        },
      ],
      models: [expect.objectContaining({ runId: id, name: "net", metrics: [point("val", Number.NaN, 2)] })],
    });
  });

  test("without git, a user or an end has none", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    expect(ledger.header(id)).toEqual({
      id,
      name: "train",
      experiment: "Default",
      kind: "command",
      status: "running",
      startTime: 1_000,
      git: { dirty: false },
    });
    ledger.setGit(id, { commit: "d".repeat(40), dirty: false });
    expect(ledger.header(id)?.git).toEqual({ commit: "d".repeat(40), dirty: false });
    expect(ledger.header(newId())).toBeUndefined();
    expect(ledger.record(newId())).toBeUndefined();
  });

  test("can be ended again, the later end counts, and begun again", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    ledger.endRun(id, { status: "finished", endTime: 5 });
    ledger.endRun(id, { status: "killed", endTime: 6, signal: "SIGKILL" });
    expect(ledger.header(id)).toMatchObject({ status: "killed", endTime: 6, signal: "SIGKILL" });
    ledger.reopenRun(id);
    expect(ledger.header(id)).toMatchObject({ status: "running" });
    expect(ledger.header(id)).not.toHaveProperty("endTime");
    expect(ledger.header(id)).not.toHaveProperty("signal");
  });

  test("replaces the parts of its context that are given, and keeps the others", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger, { context: { mlxVersion: "1", warnings: ["a", "b"] } });
    ledger.mergeContext(id, { warnings: ["c"] });
    expect(ledger.record(id)?.context).toEqual({ mlxVersion: "1", warnings: ["c"] });
  });

  test("takes keys that JavaScript objects treat in a special way", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger, { tags: Object.fromEntries([["__proto__", "tag"]]) });
    const params = Object.fromEntries([["__proto__", "param"]]);
    ledger.append(id, { params, metrics: [point("__proto__", 1), point("1", 2)] }, 5);
    const record = ledger.record(id);
    expect(Object.entries(record?.params ?? {})).toEqual([["__proto__", "param"]]);
    expect(Object.entries(record?.tags ?? {})).toEqual([["__proto__", "tag"]]);
    expect(Object.keys(record?.metrics ?? {}).sort()).toEqual(["1", "__proto__"]);
  });

  test("that is not there is named by every writer", async () => {
    const ledger = await scratchLedger();
    const id = newId();
    const missing = expect.objectContaining({ code: "MLX_RUN_NOT_FOUND", exitCode: 2 });
    expect(() => ledger.append(id, { params: { a: "b" } }, 1)).toThrow(missing);
    expect(() => ledger.endRun(id, { status: "failed", endTime: 1 })).toThrow(missing);
    expect(() => ledger.addArtifacts(id, [])).toThrow(missing);
    expect(() => ledger.setTag(id, "a", "b", 1)).toThrow(missing);
    expect(() => ledger.softDelete(id, 1)).toThrow(missing);
    expect(() => ledger.history(id, "a")).toThrow(missing);
    expect(() => ledger.exportRun(id)).toThrow(missing);
  });

  test("of an id that is there already is refused", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    expect(() => begin(ledger, { id })).toThrow(expect.objectContaining({ code: "MLX_RUN_EXISTS" }));
  });
});

describe("metrics", () => {
  const nan = Number.NaN;
  const points = [
    point("loss", nan, 1, 10),
    point("loss", 0.25, 1, 10),
    point("loss", 9, 0, 99),
    point("loss", Number.POSITIVE_INFINITY, 2, 1),
    point("loss", 3, 2, 2),
    point("loss", -1e300, 2, 2),
    point("loss", nan, 2, 2),
    point("loss", 1, -5, 0),
  ];
  const inOrder = [7, 2, 0, 1, 3, 6, 5, 4].map((index) => points[index]);

  test("give one history and one latest value in whatever order, batches and number they come", async () => {
    const ledger = await scratchLedger();
    const orders = [
      points,
      [...points].reverse(),
      [...points, ...points],
      [4, 0, 6, 2, 7, 1, 3, 5].map((i) => points[i] ?? point("x", 0)),
    ];
    for (const size of [1, 3, 100]) {
      for (const order of orders) {
        const id = begin(ledger);
        for (let at = 0; at < order.length; at += size) {
          ledger.append(id, { metrics: order.slice(at, at + size) }, 1);
        }
        expect(ledger.history(id, "loss")).toEqual(inOrder);
        expect(ledger.record(id)?.metrics).toEqual({ loss: { value: 3, step: 2, timestamp: 2 } });
      }
    }
  });

  test("keep NaN, the infinities, the smallest numbers and large steps as they are", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    const values = [
      nan,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      5e-324,
      0.1 + 0.2,
      Number.MAX_VALUE,
    ];
    const metrics = values.map((value, index) =>
      point("v", value, Number.MAX_SAFE_INTEGER - index, -1 - index),
    );
    ledger.append(id, { metrics }, 1);
    expect(ledger.history(id, "v")).toEqual([...metrics].reverse());
    const only = begin(ledger);
    ledger.append(only, { metrics: [point("v", nan)] }, 1);
    expect(ledger.record(only)?.metrics["v"]?.value).toBeNaN();
  });

  test("are told by key, and the first so many of a history", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    ledger.append(id, { metrics: [point("b", 1), point("a", 1, 1), point("a", 2, 2), point("a", 3, 3)] }, 1);
    expect(ledger.metricKeys(id)).toEqual(["a", "b"]);
    expect(ledger.history(id, "a", 2).map(({ value }) => value)).toEqual([1, 2]);
    expect(ledger.history(id, "none")).toEqual([]);
  });

  test("with a key, a step or a time that no bundle could carry are refused, and nothing of the batch is stored", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    const wrongPoints = [
      ...[point("a", 1, 0.5), point("a", 1, 0, nan), point("a", 1, 2 ** 60)],
      ...[point("", 1), point("k".repeat(1001), 1), point("a", 1, 0, 8e15)],
    ];
    for (const wrong of wrongPoints) {
      expect(() => ledger.append(id, { metrics: [point("new", 1), wrong] }, 1)).toThrow(
        expect.objectContaining({ code: "MLX_INVALID_METRIC", exitCode: 2 }),
      );
    }
    expect(ledger.metricKeys(id)).toEqual([]);
    // The key that was rolled back gets another number now; both must stay apart.
    ledger.append(id, { metrics: [point("other", 2)] }, 1);
    ledger.append(id, { metrics: [point("new", 3)] }, 1);
    expect(ledger.history(id, "other")).toEqual([point("other", 2)]);
    expect(ledger.history(id, "new")).toEqual([point("new", 3)]);
  });
});

describe("a batch", () => {
  test("with a parameter that has another value stores nothing, not even how far the metrics file was read", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    ledger.append(id, { params: { lr: "0.1" } }, 1, { offset: 10 });
    const batch = { params: { fresh: "1", lr: "0.2" }, metrics: [point("loss", 1)], tags: { a: "b" } };
    expect(() => ledger.append(id, batch, 2, { offset: 20 })).toThrow(
      expect.objectContaining({
        code: "MLX_PARAM_CONFLICT",
        exitCode: 2,
        message: expect.stringMatching(/"lr".*"0\.1".*"0\.2"/),
      }),
    );
    expect(ledger.record(id)).toMatchObject({ params: { lr: "0.1" }, metrics: {}, tags: {} });
    expect(ledger.record(id)?.params).not.toHaveProperty("fresh");
    expect(ledger.spoolOffset(id)).toBe(10);
  });

  test("with a parameter that has the same value is fine", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    ledger.append(id, { params: { lr: "0.1" } }, 1);
    ledger.append(id, { params: { lr: "0.1", opt: "sgd" } }, 1);
    expect(ledger.record(id)?.params).toEqual({ lr: "0.1", opt: "sgd" });
    expect(ledger.spoolOffset(id)).toBe(0);
  });
});

describe("tags and names", () => {
  test("set twice in one millisecond, or by a clock that went back, keep what was set last", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    ledger.setTag(id, "a", "z", 5_000);
    ledger.setTag(id, "a", "b", 5_000);
    ledger.append(id, { tags: { a: "a" } }, 10);
    ledger.rename(id, "later", 10);
    expect(ledger.record(id)).toMatchObject({ name: "later", tags: { a: "a" } });
    ledger.setTag(id, "a", null, 5);
    ledger.setTag(id, "never", null, 5);
    expect(ledger.record(id)?.tags).toEqual({});
    expect(ledger.annotations(id)).toEqual({
      name: { value: "later", at: 1_001 },
      "tag:a": { value: null, at: 5_003 },
    });
  });

  test("deletion is soft, comes back by restore, and purge removes everything for good", async () => {
    const ledger = await scratchLedger();
    const [id, other] = [fullRun(ledger), fullRun(ledger)];
    ledger.softDelete(id, 7_000);
    ledger.softDelete(id, 8_000);
    expect(ledger.header(id)?.deletedAt).toBe(7_000);
    expect(ledger.search({}).runs.map((run) => run.id)).toEqual([other]);
    expect(ledger.search({ view: "deleted" }).runs.map((run) => run.id)).toEqual([id]);
    expect(ledger.search({ view: "all" }).total).toBe(2);
    expect(ledger.counts()).toEqual({ running: 0, finished: 1, failed: 0, killed: 0, interrupted: 0 });
    ledger.restore(id, 9_000);
    expect(ledger.header(id)).not.toHaveProperty("deletedAt");
    ledger.softDelete(id, 9_500);
    ledger.purge([id, newId()]);
    expect(ledger.header(id)).toBeUndefined();
    expect(ledger.models({})).toHaveLength(1);
    expect(ledger.objects("all").every(({ runId }) => runId === other)).toBe(true);
    const again = begin(ledger, { id });
    expect(ledger.record(again)).toMatchObject({ params: {}, tags: {}, metrics: {}, artifacts: [] });
  });
});

describe("artifacts", () => {
  test("at one path are replaced, and a folder's path removes what is below it alone", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    const artifact = (path: string, content: string) => ({
      path,
      sha256: sha256Of(content),
      size: content.length,
      loggedAt: 1,
    });
    ledger.addArtifacts(id, [
      artifact("a/b", "1"),
      artifact("a/c/d", "2"),
      artifact("a_", "3"),
      artifact("ab", "4"),
    ]);
    ledger.addArtifacts(id, [artifact("a/b", "new")]);
    expect(ledger.artifacts(id)[0]).toEqual(artifact("a/b", "new"));
    expect(ledger.removeArtifacts(id, "a")).toBe(2);
    expect(ledger.artifacts(id).map(({ path }) => path)).toEqual(["a_", "ab"]);
    expect(ledger.removeArtifacts(id, "ab")).toBe(1);
    expect(ledger.removeArtifacts(id, "ab")).toBe(0);
  });

  test("and logs are told once each, by what still needs them", async () => {
    const ledger = await scratchLedger();
    const [first, second] = [fullRun(ledger), fullRun(ledger)];
    const digests = ["a", "log", "model"].map(sha256Of).sort();
    const shas = (scope: "all" | "live" | "shared") =>
      ledger
        .objects(scope)
        .map(({ sha256 }) => sha256)
        .sort();
    expect(shas("all")).toEqual(digests);
    expect(shas("shared")).toEqual([]);
    expect(ledger.objects("live")).toContainEqual({
      runId: first,
      sha256: sha256Of("log"),
      size: 3,
      label: "log",
    });
    ledger.markShared([first, newId()], "origin");
    ledger.markShared([first], "origin");
    expect(ledger.sharedRuns()).toEqual([first]);
    expect(shas("shared")).toEqual(digests);
    ledger.softDelete(first, 9_000);
    expect(shas("shared")).toEqual([]);
    expect(ledger.objects("live").every(({ runId }) => runId === second)).toBe(true);
    ledger.softDelete(second, 9_000);
    expect(shas("live")).toEqual([]);
    expect(shas("all")).toEqual(digests);
  });
});

describe("models", () => {
  test("are added, replaced and found by experiment and run", async () => {
    const ledger = await scratchLedger();
    const [a, b] = [fullRun(ledger), fullRun(ledger, { experiment: "other" })];
    const [model] = ledger.models({ runId: a });
    if (model === undefined) throw new Error("no model");
    ledger.saveModel({ ...model, status: "LOGGED_MODEL_UPLOAD_FAILED", tags: { x: "y" } });
    expect(ledger.model(model.id)).toMatchObject({ status: "LOGGED_MODEL_UPLOAD_FAILED", tags: { x: "y" } });
    expect(ledger.models({ experiments: ["other"] }).map(({ runId }) => runId)).toEqual([b]);
    expect(ledger.models({ experiments: ["none"] })).toEqual([]);
    expect(ledger.models({})).toHaveLength(2);
    expect(ledger.model("m-none")).toBeUndefined();
  });
});

describe("experiments", () => {
  test("begin with Default, which can be neither deleted nor renamed", async () => {
    const ledger = await scratchLedger();
    expect(ledger.experiments()).toMatchObject([{ id: 0, name: "Default", deleted: false, tags: {} }]);
    expect(ledger.experiment({ id: 0 })?.createdAt).toBeGreaterThan(1_700_000_000_000);
    for (const change of [{ deleted: true }, { name: "other" }]) {
      expect(() => ledger.updateExperiment(0, change, 1)).toThrow(
        expect.objectContaining({ code: "MLX_EXPERIMENT_DEFAULT" }),
      );
    }
  });

  test("are made by name once, tagged, renamed, deleted and restored", async () => {
    const ledger = await scratchLedger();
    const made = ledger.ensureExperiment("digits", 5);
    expect(ledger.ensureExperiment("digits", 6)).toEqual(made);
    ledger.updateExperiment(made.id, { name: "numbers", tags: { a: "1", b: "2" } }, 7);
    ledger.updateExperiment(made.id, { tags: { a: null } }, 8);
    const expected = {
      id: made.id,
      name: "numbers",
      createdAt: 5,
      updatedAt: 8,
      deleted: false,
      tags: { b: "2" },
    };
    expect(ledger.experiment({ name: "numbers" })).toEqual(expected);
    expect(ledger.experiment({ name: "digits" })).toBeUndefined();
    begin(ledger, { experiment: "numbers" });
    ledger.updateExperiment(made.id, { deleted: true }, 9);
    expect(ledger.experiments()).toHaveLength(1);
    expect(ledger.experiments("deleted")).toMatchObject([{ id: made.id }]);
    expect(ledger.experiments("all")).toHaveLength(2);
    expect(ledger.search({}).total).toBe(0);
    expect(() => begin(ledger, { experiment: "numbers" })).toThrow(
      expect.objectContaining({ code: "MLX_EXPERIMENT_DELETED", exitCode: 2 }),
    );
    ledger.updateExperiment(made.id, { deleted: false }, 10);
    expect(ledger.search({}).total).toBe(1);
  });

  test("keep their names apart, and an id that is not there is named", async () => {
    const ledger = await scratchLedger();
    const made = ledger.ensureExperiment("digits", 5);
    expect(() => ledger.updateExperiment(made.id, { name: "Default" }, 6)).toThrow(
      expect.objectContaining({ code: "MLX_EXPERIMENT_EXISTS" }),
    );
    expect(() => ledger.updateExperiment(77, { name: "x" }, 6)).toThrow(
      expect.objectContaining({ code: "MLX_EXPERIMENT_NOT_FOUND" }),
    );
  });
});

import { describe, expect, test } from "vitest";
import type { RunLedger } from "../../../src/ledger/run-ledger.js";
import { bundleOf, formatBundle, type RunBundle } from "../../../src/runs/bundle.js";
import { parseBundle } from "../../../src/runs/parse-bundle.js";
import type { RunId } from "../../../src/runs/types.js";
import { begin, fullRun, newId, point, scratchLedger } from "./scratch-ledger.js";

/** As it comes out of a file or a store. */
function travelled(bundle: RunBundle): RunBundle {
  return parseBundle(JSON.parse(formatBundle(bundle)));
}

/** Everything that two ledgers should agree on. */
function everything(ledger: RunLedger): string[] {
  const ids = ledger.search({ view: "all" }).runs.map(({ id }) => id);
  return ids.map((id) => formatBundle(ledger.exportRun(id))).sort();
}

describe("a run that travels", () => {
  test("arrives whole: its record, its histories, its experiment", async () => {
    const [here, there] = [await scratchLedger(), await scratchLedger()];
    const id = fullRun(here);
    expect(there.importRun(travelled(here.exportRun(id)))).toBe("added");
    expect(there.record(id)).toEqual(here.record(id));
    for (const key of here.metricKeys(id)) expect(there.history(id, key)).toEqual(here.history(id, key));
    expect(there.exportRun(id)).toEqual(here.exportRun(id));
    expect(there.experiment({ name: "digits" })).toBeDefined();
    expect(there.search({ order: [] }).runs).toEqual(here.search({}).runs);
  });

  test("arrives whole with keys that JavaScript has other uses for", async () => {
    const [from, to] = [await scratchLedger(), await scratchLedger()];
    const id = begin(from);
    const odd = Object.fromEntries(["__proto__", "constructor", "toString"].map((name) => [name, "x"]));
    from.append(id, { params: odd, tags: odd, metrics: Object.keys(odd).map((key) => point(key, 1)) }, 5);
    from.endRun(id, { status: "finished", endTime: 9_000 });
    expect(to.importRun(travelled(from.exportRun(id)))).toBe("added");
    expect(everything(to)).toEqual(everything(from));
    expect(Object.entries(to.record(id)?.params ?? {}).sort()).toEqual(Object.entries(odd).sort());
    expect(to.history(id, "__proto__")).toEqual([point("__proto__", 1)]);
  });

  test("a second time changes nothing", async () => {
    const [here, there] = [await scratchLedger(), await scratchLedger()];
    const bundle = travelled(here.exportRun(fullRun(here)));
    there.importRun(bundle);
    const before = everything(there);
    expect(there.importRun(bundle)).toBe("unchanged");
    expect(here.importRun(bundle)).toBe("unchanged");
    expect(everything(there)).toEqual(before);
    expect(everything(here)).toEqual(before);
  });

  test("without an id, or unfinished, does not leave", async () => {
    const ledger = await scratchLedger();
    const id = begin(ledger);
    expect(() => ledger.exportRun(id)).toThrow(
      expect.objectContaining({ code: "MLX_RUN_UNFINISHED", exitCode: 2 }),
    );
    expect(() => ledger.exportRun(newId())).toThrow(expect.objectContaining({ code: "MLX_RUN_NOT_FOUND" }));
  });

  test("into a deleted experiment stays in it, unseen", async () => {
    const [here, there] = [await scratchLedger(), await scratchLedger()];
    const bundle = here.exportRun(fullRun(here));
    const experiment = there.ensureExperiment("digits", 1);
    there.updateExperiment(experiment.id, { deleted: true }, 2);
    expect(there.importRun(bundle)).toBe("added");
    expect(there.search({}).total).toBe(0);
  });
});

describe("two ledgers", () => {
  test("imported in either order give the same content, with the later names, tags and deletions", async () => {
    const [a, b] = [await scratchLedger(), await scratchLedger()];
    const shared = fullRun(a);
    b.importRun(a.exportRun(shared));
    fullRun(a, { name: "only a" });
    fullRun(b, { name: "only b", experiment: "other" });
    a.rename(shared, "by a", 5_000);
    b.rename(shared, "by b", 6_000);
    a.setTag(shared, "team", null, 7_000);
    b.setTag(shared, "team", "blue", 6_500);
    a.setTag(shared, "same", "x", 8_000);
    b.setTag(shared, "same", "y", 8_000);
    b.softDelete(shared, 9_000);
    const bundles = (ledger: RunLedger) =>
      ledger.search({ view: "all" }).runs.map(({ id }) => travelled(ledger.exportRun(id)));
    const orders = [
      [...bundles(a), ...bundles(b)],
      [...bundles(b), ...bundles(a)],
      [...bundles(b), ...bundles(a), ...bundles(b)].reverse(),
    ];
    const results: string[][] = [];
    for (const order of orders) {
      const merged = await scratchLedger();
      for (const bundle of order) merged.importRun(bundle);
      results.push(everything(merged));
      expect(merged.record(shared)).toMatchObject({
        name: "by b",
        deletedAt: 9_000,
        tags: { same: "y", stage: "test" },
      });
      expect(merged.record(shared)?.tags).not.toHaveProperty("team");
    }
    expect(results[0]).toHaveLength(3);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    const [fromA, fromB] = [bundles(a), bundles(b)];
    expect(fromB.map((bundle) => a.importRun(bundle)).sort()).toEqual(["added", "merged"]);
    for (const bundle of fromA) b.importRun(bundle);
    expect(everything(a)).toEqual(results[0]);
    expect(everything(b)).toEqual(results[0]);
  });
});

describe("the same id with other content", () => {
  function conflict(ledger: RunLedger, bundle: RunBundle, what: string): void {
    const before = everything(ledger);
    expect(() => ledger.importRun(bundle)).toThrow(
      expect.objectContaining({
        code: "MLX_RUN_CONFLICT",
        exitCode: 3,
        message: expect.stringMatching(new RegExp(`${bundle.content.id}.*${what}`)),
      }),
    );
    expect(everything(ledger)).toEqual(before);
  }

  test("is refused, told apart, and nothing is changed", async () => {
    const ledger = await scratchLedger();
    const id = fullRun(ledger);
    const { content } = ledger.exportRun(id);
    const name = { name: { value: "later", at: 99_000 } };
    conflict(ledger, bundleOf({ ...content, params: { lr: "9" } }, name), 'param lr: "0.1" here, "9" there');
    conflict(
      ledger,
      bundleOf({ ...content, metrics: {}, endTime: 1 }, name),
      "metric loss: only here; endTime: .* here, 1 there",
    );
    expect(ledger.header(id)?.name).toBe("train");
  });

  test("is refused while the run goes on here", async () => {
    const [here, there] = [await scratchLedger(), await scratchLedger()];
    const id = fullRun(there);
    begin(here, { id });
    expect(() => here.importRun(there.exportRun(id))).toThrow(
      expect.objectContaining({ code: "MLX_RUN_CONFLICT", message: expect.stringContaining("running") }),
    );
    expect(here.header(id)?.status).toBe("running");
  });

  test("cannot take another run's model", async () => {
    const [here, there] = [await scratchLedger(), await scratchLedger()];
    const mine = fullRun(here);
    const bundle = there.exportRun(fullRun(there));
    const models = here.models({ runId: mine }).map((model) => ({ ...model, runId: bundle.content.id }));
    const thief = bundleOf({ ...bundle.content, models }, bundle.annotations);
    expect(() => here.importRun(thief)).toThrow(expect.objectContaining({ code: "MLX_RUN_CONFLICT" }));
    expect(here.models({}).map(({ runId }) => runId)).toEqual([mine]);
    expect(here.header(bundle.content.id)).toBeUndefined();
  });

  test("with a model that its client deleted, and texts of a megabyte, it travels", async () => {
    const [here, there] = [await scratchLedger(), await scratchLedger()];
    const id = fullRun(there);
    const [model] = there.models({ runId: id });
    if (model === undefined) throw new Error("no model");
    there.saveModel({ ...model, deletedAt: 2_800 });
    there.setTag(id, "long", "é".repeat(1_200_000), 3_000);
    const bundle = travelled(there.exportRun(id));
    expect(here.importRun(bundle)).toBe("added");
    expect(here.model(model.id)?.deletedAt).toBe(2_800);
    expect(here.exportRun(id)).toEqual(there.exportRun(id));
  });

  test("in a form that this ledger would not write is refused, and nothing is left of it", async () => {
    const ledger = await scratchLedger();
    const other = await scratchLedger();
    const { content, annotations } = other.exportRun(fullRun(other));
    const [first, second] = content.artifacts;
    if (first === undefined || second === undefined) throw new Error("no artifacts");
    const forged = bundleOf({ ...content, artifacts: [second, first] }, annotations);
    expect(() => ledger.importRun(forged)).toThrow(
      expect.objectContaining({ code: "MLX_INVALID_BUNDLE", message: expect.stringContaining("artifacts") }),
    );
    expect(ledger.search({ view: "all" }).total).toBe(0);
    const keys: RunId = begin(ledger);
    ledger.append(keys, { metrics: [point("fresh", 1)] }, 1);
    expect(ledger.metricKeys(keys)).toEqual(["fresh"]);
  });

  test("with a tag from the end of time can be tagged again and leave again", async () => {
    const [here, there] = [await scratchLedger(), await scratchLedger()];
    const id = fullRun(here);
    const { content, annotations } = here.exportRun(id);
    const late = { ...annotations, "tag:late": { value: "then", at: 253_402_300_799_999 } };
    there.importRun(travelled(bundleOf(content, late)));
    there.setTag(id, "late", "now", Date.now());
    expect(there.record(id)?.tags["late"]).toBe("now");
    expect(travelled(there.exportRun(id)).annotations["tag:late"]?.value).toBe("now");
  });

  test("keeps a tag whose key has a zero byte in it", async () => {
    const here = await scratchLedger();
    const id = fullRun(here);
    here.setTag(id, "a\u0000b", "v", 1);
    expect(here.record(id)?.tags["a\u0000b"]).toBe("v");
  });

  test("comes in again after a purge", async () => {
    const ledger = await scratchLedger();
    const id = fullRun(ledger);
    const bundle = ledger.exportRun(id);
    ledger.purge([id]);
    expect(ledger.importRun(bundle)).toBe("added");
    expect(ledger.exportRun(id)).toEqual(bundle);
  });
});

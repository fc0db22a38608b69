import { describe, expect, test } from "vitest";
import type { RunLedger } from "../../../src/ledger/run-ledger.js";
import { parseFilter } from "../../../src/runs/filter/parse-filter.js";
import { parseOrderBy } from "../../../src/runs/filter/parse-order-by.js";
import type { RunQuery } from "../../../src/runs/query.js";
import type { RunId } from "../../../src/runs/types.js";
import { begin, newId, point, scratchLedger } from "./scratch-ledger.js";

function names(ledger: RunLedger, query: RunQuery = {}): string[] {
  return ledger.search(query).runs.map(({ name }) => name);
}

function filtered(ledger: RunLedger, filter: string): string[] {
  return names(ledger, { filter: parseFilter(filter) }).sort();
}

describe("search", () => {
  test("tells the latest start first, equal ones by id, and counts what limit and offset leave out", async () => {
    const ledger = await scratchLedger();
    const ids = [newId(), newId()].sort();
    begin(ledger, { name: "old", startTime: 1 });
    for (const id of [...ids].reverse()) begin(ledger, { id, name: id, startTime: 2 });
    begin(ledger, { name: "new", startTime: 3 });
    const all = ["new", ...ids, "old"];
    expect(names(ledger)).toEqual(all);
    for (const offset of [0, 1, 3, 4, 9]) {
      for (const limit of [0, 1, 2, 4, 9]) {
        const { runs, total } = ledger.search({ limit, offset });
        expect(runs.map(({ name }) => name)).toEqual(all.slice(offset, offset + limit));
        expect(total).toBe(4);
      }
      expect(ledger.search({ offset })).toMatchObject({ total: 4 });
    }
  });

  test("chooses by experiment, id, kind and the command they were made in", async () => {
    const ledger = await scratchLedger();
    const command = begin(ledger, { name: "command", experiment: "a" });
    const client = begin(ledger, { name: "client", kind: "client", commandId: command, experiment: "b" });
    begin(ledger, { name: "lone", kind: "client" });
    expect(names(ledger, { experiments: ["a", "none"] })).toEqual(["command"]);
    expect(names(ledger, { experiments: [] })).toEqual([]);
    expect(names(ledger, { ids: [client, newId()] })).toEqual(["client"]);
    expect(names(ledger, { kinds: ["client"] }).sort()).toEqual(["client", "lone"]);
    expect(names(ledger, { commandId: command })).toEqual(["client"]);
    const many: RunId[] = Array.from({ length: 40_000 }, () => newId());
    expect(names(ledger, { ids: [...many, command] })).toEqual(["command"]);
  });

  test("NaN compares to no number, and differs from every one", async () => {
    const ledger = await scratchLedger();
    for (const [name, value] of [
      ["nan", Number.NaN],
      ["zero", 0],
      ["one", 1],
    ] as const) {
      ledger.append(begin(ledger, { name }), { metrics: [point("loss", value)] }, 1);
    }
    expect(filtered(ledger, "metrics.loss < 0.5")).toEqual(["zero"]);
    expect(filtered(ledger, "metrics.loss = 0")).toEqual(["zero"]);
    expect(filtered(ledger, "metrics.loss >= 0")).toEqual(["one", "zero"]);
    expect(filtered(ledger, "metrics.loss != 0")).toEqual(["nan", "one"]);
  });

  test("sorts by a metric in both directions: numbers, then NaN, then runs without it", async () => {
    const ledger = await scratchLedger();
    const values = {
      b: 2,
      a: 1,
      inf: Number.POSITIVE_INFINITY,
      nan: Number.NaN,
      low: Number.NEGATIVE_INFINITY,
    };
    for (const [name, value] of Object.entries(values)) {
      const id = begin(ledger, { name });
      ledger.append(id, { metrics: [point("loss", 99, 0), point("loss", value, 1)] }, 1);
    }
    begin(ledger, { name: "none" });
    const sorted = (order: string) => names(ledger, { order: parseOrderBy([order]) });
    expect(sorted("metrics.loss")).toEqual(["low", "a", "b", "inf", "nan", "none"]);
    expect(sorted("metrics.loss DESC")).toEqual(["inf", "b", "a", "low", "nan", "none"]);
  });

  test("asks attributes that MLflow does not have", async () => {
    const ledger = await scratchLedger();
    const commit = "abc".padEnd(40, "0");
    begin(ledger, { name: "clean", git: { commit, branch: "main", dirty: false }, experiment: "digits" });
    begin(ledger, { name: "dirty", git: { commit, dirty: true }, kind: "client" });
    expect(filtered(ledger, "attributes.dirty = 'true'")).toEqual(["dirty"]);
    expect(filtered(ledger, "commit LIKE 'abc%'")).toEqual(["clean", "dirty"]);
    expect(filtered(ledger, "branch != 'other'")).toEqual(["clean"]);
    expect(filtered(ledger, "experiment IN ('digits')")).toEqual(["clean"]);
    expect(filtered(ledger, "kind = 'client'")).toEqual(["dirty"]);
    const uri = `artifact_uri LIKE 'mlflow-artifacts:/${ledger.experiment({ name: "digits" })?.id}/%/artifacts'`;
    expect(filtered(ledger, uri)).toEqual(["clean"]);
  });

  test("knows statuses by both vocabularies; FAILED, MLflow's word, takes in the interrupted ones", async () => {
    const ledger = await scratchLedger();
    begin(ledger, { name: "running" });
    for (const status of ["finished", "failed", "killed", "interrupted"] as const) {
      ledger.endRun(begin(ledger, { name: status }), { status, endTime: 2_000 });
    }
    const expected: Record<string, string[]> = {
      "= 'FAILED'": ["failed", "interrupted"],
      "= 'failed'": ["failed"],
      "= 'Finished'": ["finished"],
      "= 'INTERRUPTED'": ["interrupted"],
      "= 'SCHEDULED'": [],
      "!= 'FAILED'": ["finished", "killed", "running"],
      "!= 'failed'": ["finished", "interrupted", "killed", "running"],
      "IN ('running', 'KILLED')": ["killed", "running"],
      "NOT IN ('FAILED', 'finished')": ["killed", "running"],
      "LIKE 'F%'": ["failed", "finished", "interrupted"],
      "LIKE 'f%'": ["failed", "finished"],
      "ILIKE '%ED'": ["failed", "finished", "interrupted", "killed"],
      "LIKE 'x.*'": [],
    };
    for (const [comparison, found] of Object.entries(expected)) {
      expect([comparison, filtered(ledger, `status ${comparison}`)]).toEqual([comparison, found]);
    }
  });

  test("understands dates as times", async () => {
    const ledger = await scratchLedger();
    begin(ledger, { name: "before", startTime: Date.UTC(2024, 4, 1) - 1 });
    begin(ledger, { name: "after", startTime: Date.UTC(2024, 4, 1, 12) });
    expect(filtered(ledger, "start_time >= '2024-05-01'")).toEqual(["after"]);
    expect(filtered(ledger, "start_time = '2024-05-01T14:00:00+02:00'")).toEqual(["after"]);
    expect(filtered(ledger, "created < '2024-05-01T12:00:00.000Z'")).toEqual(["before"]);
  });

  test("takes values as they are, whatever they look like to SQL", async () => {
    const ledger = await scratchLedger();
    const evil = "'); DROP TABLE runs; --";
    const id = begin(ledger, { name: evil, tags: { [evil]: evil } });
    const field = { entity: "tag", key: evil } as const;
    expect(names(ledger, { filter: [{ field, operator: "=", value: evil }] })).toEqual([evil]);
    expect(names(ledger, { experiments: [evil], order: [{ field, descending: true }] })).toEqual([]);
    expect(ledger.idsLike(evil)).toEqual([]);
    expect(ledger.header(id)?.name).toBe(evil);
  });
});

test("ids are found by their beginning or end, ten of them at most", async () => {
  const ledger = await scratchLedger();
  const ids = Array.from({ length: 12 }, () => begin(ledger)).sort();
  const [first = newId()] = ids;
  expect(ledger.idsLike(first)).toEqual([first]);
  expect(ledger.idsLike(first.slice(-10))).toEqual([first]);
  expect(ledger.idsLike(first.slice(0, 10))).toEqual(ids.slice(0, 10));
  expect(ledger.idsLike(first.slice(-8, -1))).toContain(first);
  expect(ledger.idsLike(first.slice(-9, -2))).toEqual([]);
  expect(ledger.idsLike("%")).toEqual([]);
  expect(ledger.idsLike("")).toEqual([]);
});

import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { SummaryBuilder } from "../../../../src/evals/summary.js";
import type { NewEvaluation } from "../../../../src/ledger/evaluations/evaluation-ledger.js";
import { openEvaluationLedger } from "../../../../src/ledger/evaluations/open-evaluation-ledger.js";
import { resultOf } from "../../../support/evals/scene.js";
import { tempFolder } from "../../../support/temp-folder.js";

const ids = [
  "01J0000000AAAAAAAAAAAAAAA1",
  "01J0000001BBBBBBBBBBBBBBB2",
  "01J0000002CCCCCCCCCCCCCCC3",
] as const;

function evaluation(id: string, more: Partial<NewEvaluation> = {}): NewEvaluation {
  return {
    id,
    suite: "support",
    file: "evals/support.eval.yaml",
    format: "mlx",
    started: 1000,
    dirty: false,
    digests: { "evals/support.eval.yaml": "ab" },
    options: { limit: 3 },
    results: `evals/${id}.jsonl`,
    ...more,
  };
}

function summary() {
  const builder = new SummaryBuilder({ derived: [], gates: [] });
  builder.add(resultOf(0));
  return builder.finish();
}

const path = () => join(tempFolder(), "ledger.db");

test("an evaluation that has ended is read as it was written", async () => {
  const ledger = await openEvaluationLedger(path());
  const begun = evaluation(ids[0], { name: "nightly", commit: "abc", dirty: true, planned: 1 });
  ledger.begin(begun);
  expect(ledger.find(ids[0])).toEqual({ ...begun, status: "running", gates: [] });
  const gates = [{ name: "passRate", passed: true, value: 1, threshold: 0.9, reason: "fine" }];
  const end = {
    status: "finished",
    ended: 2000,
    planned: 1,
    verdict: "passed",
    summary: summary(),
    gates,
  } as const;
  ledger.end(ids[0], end);
  expect(ledger.find(ids[0])).toEqual({ ...begun, ...end });
  ledger.close();
});

test("lists come latest first, by suite, name, file or status", async () => {
  const ledger = await openEvaluationLedger(path());
  ledger.begin(evaluation(ids[0]));
  ledger.begin(evaluation(ids[1], { suite: "other", name: "mine" }));
  ledger.begin(evaluation(ids[2]));
  const list = (query: Parameters<typeof ledger.list>[0]) => ledger.list(query).map(({ id }) => id);
  expect(list({})).toEqual([ids[2], ids[1], ids[0]]);
  expect(list({ suite: "support", limit: 1 })).toEqual([ids[2]]);
  expect(list({ name: "mine", status: "running" })).toEqual([ids[1]]);
  expect(ledger.count({ suite: "support" })).toBe(2);
  expect(ledger.latestPerSuite().map(({ id }) => id)).toEqual([ids[1], ids[2]]);
  expect([ledger.idsLike("BBB2"), ledger.idsLike("01J0"), ledger.idsLike("")]).toEqual([
    [ids[1]],
    [...ids],
    [],
  ]);
  ledger.close();
});

test("an evaluation whose process is gone is interrupted, and can be taken up; one that lives cannot", async () => {
  const file = path();
  const ledger = await openEvaluationLedger(file);
  ledger.begin(evaluation(ids[0]));
  ledger.begin(evaluation(ids[1]));
  const database = new Sqlite(file);
  const owner: unknown = database.prepare("SELECT owner FROM evaluations").pluck().get();
  const dead = String(owner).replace(/-\d+-\d+$/, "-999999999-1");
  database.prepare("UPDATE evaluations SET owner = ?, heartbeat = 1700 WHERE id = ?").run(dead, ids[0]);
  database.close();
  ledger.markInterrupted(5000);
  expect(ledger.find(ids[0])).toMatchObject({ status: "interrupted", ended: 1700 });
  expect(ledger.find(ids[1])).toMatchObject({ status: "running" });
  expect([ledger.takeUp(ids[0], 6000), ledger.takeUp(ids[1], 6000)]).toEqual([true, false]);
  expect(ledger.find(ids[0])?.status).toBe("running");
  ledger.close();
});

test("an owner on another machine counts as gone after two minutes of silence", async () => {
  const file = path();
  const ledger = await openEvaluationLedger(file);
  ledger.begin(evaluation(ids[0]));
  const database = new Sqlite(file);
  database.prepare("UPDATE evaluations SET owner = 'aaaaaaaaaaaa-1-1', heartbeat = 10000").run();
  database.close();
  ledger.markInterrupted(120_000);
  expect(ledger.find(ids[0])?.status).toBe("running");
  ledger.heartbeat(ids[0], 100_000);
  ledger.markInterrupted(200_000);
  expect(ledger.find(ids[0])?.status).toBe("running");
  ledger.markInterrupted(220_001);
  expect(ledger.find(ids[0])?.status).toBe("interrupted");
  ledger.close();
});

test("an evaluation that broke off is interrupted at once", async () => {
  const ledger = await openEvaluationLedger(path());
  ledger.begin(evaluation(ids[0]));
  ledger.interrupt(ids[0], 3000);
  expect(ledger.find(ids[0])?.status).toBe("interrupted");
  expect(ledger.takeUp(ids[0], 4000)).toBe(true);
  ledger.close();
});

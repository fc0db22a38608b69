import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataTests } from "../../../../../src/app/evals/native/data-tests.js";
import { predictionOf, withPredictions } from "../../../../../src/app/evals/native/predictions.js";
import { scanRows } from "../../../../../src/app/evals/native/scan-rows.js";
import { type RowRules, RowTests } from "../../../../../src/evals/data/row-tests.js";
import type { TestSource } from "../../../../../src/evals/test-source.js";
import type { SuiteTest } from "../../../../../src/evals/types.js";
import { tempFolder } from "../../../../support/temp-folder.js";

const rules: RowRules = {
  ...{ roles: { slices: [], id: { name: "id", path: ["id"] } }, graders: [], tags: [], options: {} },
  criticalIds: new Set(),
};

/** Long enough that nothing is kept in memory. */
const padding = "x".repeat(60_000);

async function opened(ids: readonly string[], given: RowRules = rules) {
  const found = { path: join(tempFolder(), "a.jsonl"), file: "a.jsonl" };
  writeFileSync(
    found.path,
    ids.map((id) => `${JSON.stringify({ ...(id !== "" && { id }), padding })}\n`).join(""),
  );
  const tests = new RowTests(given);
  const scan = await scanRows(found, (row, report) => tests.testOf(row, report));
  return { found, scan, tests: dataTests(found, given, scan) };
}

async function all(tests: TestSource): Promise<SuiteTest[]> {
  const list: SuiteTest[] = [];
  for await (const item of tests) list.push(item);
  return list;
}

const hundred = Array.from({ length: 100 }, (_, index) => `case-${index}`);

test("data that is too much to be kept is read anew each time, with the same tests", async () => {
  const { scan, tests } = await opened(hundred);
  expect(scan.kept).toBeUndefined();
  expect((await all(tests)).map(({ id }) => id)).toEqual(hundred);
  expect((await all(tests)).map(({ id, at }) => `${id} ${at.line}`).at(-1)).toBe("case-99 100");
});

test("rows that are wholly the same have the same ids each time", async () => {
  const { tests } = await opened(
    Array.from({ length: 100 }, () => ""),
    { ...rules, roles: { slices: [] } },
  );
  const [first, second, ...more] = (await all(tests)).map(({ id }) => id);
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(second).toBe(`${first}-2`);
  expect(more.at(-1)).toBe(`${first}-100`);
  expect((await all(tests)).map(({ id }) => id).at(-1)).toBe(`${first}-100`);
});

test("data that changes while an evaluation runs ends it", async () => {
  const { found, tests } = await opened(hundred);
  appendFileSync(found.path, '{"id": "more"}\n');
  await expect(all(tests)).rejects.toMatchObject({ code: "MLX_DATA_CHANGED", exitCode: 3 });
});

test.each([
  ["in the same order", hundred],
  ["in another", hundred.toReversed()],
])("answers that were recorded %s find their tests", async (_, order) => {
  const { tests } = await opened(hundred);
  const found = { path: join(tempFolder(), "p.jsonl"), file: "p.jsonl" };
  writeFileSync(
    found.path,
    order.map((id) => `${JSON.stringify({ id, output: `answer to ${id}`, padding })}\n`).join(""),
  );
  const columns = { id: "id", output: "output" };
  const scan = await scanRows(found, (row, report) => predictionOf(row, columns, report));
  expect(scan.kept).toBeUndefined();
  const answered = await all(withPredictions(tests, found, columns, scan));
  expect(answered.map(({ givenOutput }) => givenOutput)).toEqual(hundred.map((id) => `answer to ${id}`));
});

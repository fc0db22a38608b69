import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { indexResults, readResults } from "../../../../src/app/evals/read-results.js";
import { ResultsWriter } from "../../../../src/app/evals/results-writer.js";
import { createRedactor } from "../../../../src/core/redact.js";
import type { CaseResult } from "../../../../src/evals/types.js";
import { resultOf } from "../../../support/evals/scene.js";
import { tempFolder } from "../../../support/temp-folder.js";

const none = createRedactor();
const file = () => join(tempFolder(), "evals", "e.jsonl");

async function indices(path: string): Promise<number[]> {
  const found: number[] = [];
  for await (const { index } of readResults(path)) found.push(index);
  return found;
}

test("results are on disk at the end of the turn in which they became known", async () => {
  const path = file();
  const writer = new ResultsWriter(path, none);
  writer.add(resultOf(0));
  writer.add(resultOf(1));
  await new Promise((resolve) => setImmediate(resolve));
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(3);
  writer.close();
});

test("whatever order cases end in, the finished file has the order of the cases, each once", async () => {
  const path = file();
  const writer = new ResultsWriter(path, none);
  for (const index of [3, 0, 2, 1]) writer.add(resultOf(index));
  writer.add(resultOf(2, { output: "again" }));
  expect(writer.index.size).toBe(4);
  writer.finish();
  const results: CaseResult[] = [];
  for await (const result of readResults(path)) results.push(result);
  expect(results.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  expect(results[2]?.output).toBe("again");
});

test("a torn last line, as a killed process leaves it, is passed over and cut off", async () => {
  const path = file();
  const writer = new ResultsWriter(path, none);
  writer.add(resultOf(0));
  writer.finish();
  appendFileSync(path, '{"id":"case-1","ind');
  expect(await indices(path)).toEqual([0]);
  const again = new ResultsWriter(path, none, await indexResults(path));
  const place = again.index.find(0);
  expect(place && again.read(place)).toEqual(resultOf(0));
  again.add(resultOf(1));
  again.finish();
  expect(await indices(path)).toEqual([0, 1]);
});

test("results that are of no use are replaced by those that follow", async () => {
  const path = file();
  const writer = new ResultsWriter(path, none);
  writer.add(resultOf(0, { status: "errored" }));
  writer.add(resultOf(1));
  writer.finish();
  const index = await indexResults(path, ({ status }) => status !== "errored");
  expect(index.find(0)).toBeUndefined();
  const again = new ResultsWriter(path, none, index);
  again.add(resultOf(0));
  again.finish();
  const statuses: string[] = [];
  for await (const result of readResults(path)) statuses.push(`${result.index} ${result.status}`);
  expect(statuses).toEqual(["0 passed", "1 passed"]);
});

test("a line that is no result is told with its place", async () => {
  const path = join(tempFolder(), "results.jsonl");
  writeFileSync(path, `${JSON.stringify(resultOf(0))}\n{"not": "one"}\n`);
  await expect(indices(path)).rejects.toMatchObject({
    code: "MLX_RESULTS_UNREADABLE",
    at: { file: path, line: 2, column: 1 },
  });
});

test("lines longer than a piece of the file, and texts with characters of several bytes, are read whole", async () => {
  const path = file();
  const writer = new ResultsWriter(path, none);
  const output = "ü€😀\u2028".repeat(120_000);
  for (let index = 0; index < 3; index++) writer.add(resultOf(index, { output }));
  writer.finish();
  const index = await indexResults(path);
  const again = new ResultsWriter(path, none, index);
  const place = index.find(2);
  expect(place && again.read(place).output).toBe(output);
  again.close();
  expect(await indices(path)).toEqual([0, 1, 2]);
});

test("credentials are neither written nor handed on, whatever stands around them", async () => {
  const path = file();
  const key = "sk-abcdefghijklmnopqrstuvwx";
  const writer = new ResultsWriter(path, createRedactor(['the "secret" value']));
  const given = resultOf(0, {
    output: `key ${key}\nAuthorization: Bearer "${key}"`,
    vars: { password: "hunter2-hunter2", note: 'it is the "secret" value' },
    metadata: { seen: { [key]: [1], 'the "secret" value': 2, kept: 3 } },
  });
  const written = writer.add(given);
  writer.finish();
  const text = readFileSync(path, "utf8");
  for (const secret of [key, "hunter2", 'the \\"secret\\" value']) {
    expect(text).not.toContain(secret);
    expect(JSON.stringify(written)).not.toContain(secret);
  }
  expect(written.metadata).toEqual({ seen: { "[redacted]": 2, kept: 3 } });
  expect(await indices(path)).toEqual([0]);
});

test("a credential that JSON has to escape is found where nothing else is one", () => {
  const path = file();
  const writer = new ResultsWriter(path, createRedactor(['ab"cd\\ef']));
  writer.add(resultOf(0, { output: 'it is ab"cd\\ef' }));
  writer.finish();
  expect(readFileSync(path, "utf8")).toContain('"output":"it is [redacted]"');
});

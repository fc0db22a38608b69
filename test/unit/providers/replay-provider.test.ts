import { expect, test } from "vitest";
import type { Json } from "../../../src/prompts/types.js";
import { faultOf, openedProvider, providerRequest } from "../../support/providers.js";

async function replay(id: string, rows: readonly Readonly<Record<string, Json>>[]) {
  const read: string[] = [];
  async function* table(file: string): AsyncGenerator<ReadonlyMap<string, Json>> {
    read.push(file);
    for (const row of rows) yield new Map(Object.entries(row));
  }
  const { provider } = await openedProvider(id, { folder: "/suite", rows: table });
  return { provider, read };
}

const of = (test: string, repeat = 0) => ({ case: { test, repeat } });

test("predictions are found by the test's id, read once with the first call, and cost nothing", async () => {
  const { provider, read } = await replay("replay:out/runs.jsonl", [
    { id: "t1", output: "one" },
    { id: "t2", output: { data: 2 } },
  ]);
  expect(read).toEqual([]);
  expect(await provider.call(providerRequest("x", of("t2")), {})).toMatchObject({
    output: { data: 2 },
    cached: true,
  });
  expect((await provider.call(providerRequest("x", of("t1")), {})).output).toBe("one");
  expect(read).toEqual(["/suite/out/runs.jsonl"]);
  expect(provider.cacheable).toBe(false);
  expect(provider.mostCostUsd?.(providerRequest("x"))).toBe(0);
});

test("without an id the prompt's text finds them, and a column may be named", async () => {
  const { provider } = await replay("replay:/data/p.csv#baseline", [
    { prompt: "what is 2+2?", output: "5", baseline: "4" },
  ]);
  expect((await provider.call(providerRequest("what is 2+2?", of("t9")), {})).output).toBe("4");
});

test("results of an evaluation are found by test, prompt and repeat, with what they took then", async () => {
  const result = (text: string, repeat: number, output: string): Record<string, Json> => ({
    id: `t1-${text}-${repeat}`,
    test: "t1",
    prompt: "label",
    messages: [{ role: "user", content: text }],
    repeat,
    output,
    latencyMs: 120,
    ttftMs: 30,
    costUsd: 0.25,
    usage: { input: 4, output: 2, cached: 1 },
  });
  const { provider } = await replay("replay:results.jsonl", [
    result("a", 0, "a0"),
    result("a", 1, "a1"),
    result("b", 0, "b0"),
  ]);
  const ask = (text: string, repeat: number) => provider.call(providerRequest(text, of("t1", repeat)), {});
  expect((await ask("a", 1)).output).toBe("a1");
  expect((await ask("b", 0)).output).toBe("b0");
  expect((await ask("b", 7)).output).toBe("b0");
  expect(await ask("a", 0)).toEqual({
    output: "a0",
    latencyMs: 120,
    ttftMs: 30,
    costUsd: 0.25,
    usage: { input: 4, output: 2, cached: 1 },
    cached: true,
  });
});

test("a case without a prediction, or with an error in its place, is a fault that names it", async () => {
  const { provider } = await replay("replay:results.jsonl", [
    { test: "t1", output: "fine" },
    { test: "t2", error: { code: "X", message: "it failed" } },
  ]);
  const ask = (test: string) => faultOf(provider.call(providerRequest("x", of(test)), {}));
  expect((await ask("t3")).message).toBe("replay:results.jsonl has no prediction for test t3");
  expect((await ask("t2")).kind).toBe("request");
});

test("a file without the column is refused with the columns that it has", async () => {
  const { provider } = await replay("replay:p.csv#nope", [{ id: "1", answer: "x" }]);
  await expect(provider.call(providerRequest("x", of("1")), {})).rejects.toMatchObject({
    code: "MLX_PROVIDER_CONFIG",
    message: "p.csv has no column nope; it has id, answer",
  });
});

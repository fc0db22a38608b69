import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { answerKey } from "../../../../src/app/evals/answer-key.js";
import { Answers, type AnswersOptions } from "../../../../src/app/evals/answers.js";
import { Budget, BudgetExhausted } from "../../../../src/app/evals/budget.js";
import { defaultLanePolicy } from "../../../../src/app/evals/call-lane.js";
import { type Provider, ProviderFault } from "../../../../src/evals/provider.js";
import { openAnswerCache } from "../../../../src/ledger/evaluations/answer-cache.js";
import { answerOf, providerOf, request, specOf } from "../../../support/evals/scene.js";
import { tempFolder } from "../../../support/temp-folder.js";

const now = { repeat: 0, followUp: false };

function answersFrom(providers: readonly Provider[], more: Partial<AnswersOptions> = {}): Answers {
  return new Answers({
    open: async ({ id }) => {
      const provider = providers.find((one) => one.id === id);
      if (provider === undefined) throw new Error(`no provider ${id}`);
      return provider;
    },
    budget: new Budget(undefined),
    policy: { ...defaultLanePolicy, firstDelayMs: 1, longestDelayMs: 2, retries: 1 },
    timeoutMs: 1000,
    now: () => 1000,
    warn: () => undefined,
    ...more,
  });
}

/** Says how often it was called. */
function counting(id: string, more: Partial<Provider> = {}) {
  let calls = 0;
  const provider = providerOf(
    id,
    () => Promise.resolve(answerOf(`${id} ${++calls}`, { costUsd: 0.5 })),
    more,
  );
  return { provider, calls: () => calls };
}

const openCache = () => openAnswerCache(join(tempFolder(), "cache.db"));

test("the same question is asked once, in this run and in the next", async () => {
  const cache = await openCache();
  const { provider, calls } = counting("openai:a");
  const first = answersFrom([provider], { cache });
  const spec = specOf("openai:a");
  expect((await first.ask(spec, request, now)).answer).toMatchObject({ output: "openai:a 1", cached: false });
  expect((await first.ask(spec, request, now)).answer).toMatchObject({ output: "openai:a 1", cached: true });
  await first.close();
  const second = answersFrom([provider], { cache });
  expect((await second.ask(specOf("openai:a"), request, now)).answer).toMatchObject({ cached: true });
  expect(calls()).toBe(1);
  expect(second.calls).toEqual({ made: 0, cached: 1 });
  cache.close();
});

test("questions that are asked at the same time are asked once", async () => {
  const cache = await openCache();
  const { provider, calls } = counting("openai:a");
  const answers = answersFrom([provider], { cache });
  const spec = specOf("openai:a");
  const both = await Promise.all([answers.ask(spec, request, now), answers.ask(spec, request, now)]);
  expect(both.map(({ answer }) => answer.output)).toEqual(["openai:a 1", "openai:a 1"]);
  expect(calls()).toBe(1);
  cache.close();
});

test.each([
  ["another repeat", { ...now, repeat: 1 }, request],
  ["other messages", now, { ...request, messages: [{ role: "user", content: "bye" }] as const }],
  ["other settings", now, { ...request, settings: { temperature: 1 } }],
  ["other tools", now, { ...request, tools: [{ name: "look_up" }] }],
  ["another schema", now, { ...request, outputSchema: { type: "object" } }],
  ["another model", now, { ...request, model: "b" }],
])("%s asks anew", async (_what, options, other) => {
  const cache = await openCache();
  const { provider, calls } = counting("openai:a");
  const answers = answersFrom([provider], { cache });
  const spec = specOf("openai:a");
  await answers.ask(spec, request, now);
  await answers.ask(spec, other, options);
  expect(calls()).toBe(2);
  cache.close();
});

test("variables count for providers that are filled in with them, and for models do not", async () => {
  const cache = await openCache();
  const [model, command] = [counting("openai:a"), counting("exec:./bot.sh")];
  const answers = answersFrom([model.provider, command.provider], { cache });
  for (const id of ["openai:a", "exec:./bot.sh"]) {
    const spec = specOf(id);
    await answers.ask(spec, { ...request, vars: new Map([["expected", "a"]]) }, now);
    await answers.ask(spec, { ...request, vars: new Map([["expected", "b"]]) }, now);
  }
  expect([model.calls(), command.calls()]).toEqual([1, 2]);
  cache.close();
});

test("an error is not kept", async () => {
  const cache = await openCache();
  let calls = 0;
  const provider = providerOf("openai:a", () =>
    ++calls === 1 ? Promise.reject(new ProviderFault("request", "bad")) : Promise.resolve(answerOf("good")),
  );
  const answers = answersFrom([provider], { cache });
  const spec = specOf("openai:a");
  await expect(answers.ask(spec, request, now)).rejects.toThrow("bad");
  expect((await answers.ask(spec, request, now)).answer.output).toBe("good");
  cache.close();
});

test("without a cache every question is asked", async () => {
  const { provider, calls } = counting("openai:a");
  const answers = answersFrom([provider]);
  const spec = specOf("openai:a");
  await answers.ask(spec, request, now);
  await answers.ask(spec, request, now);
  expect(calls()).toBe(2);
});

test("fallbacks are asked in turn, and who answered is told", async () => {
  const failing = (id: string) =>
    providerOf(id, () => Promise.reject(new ProviderFault("request", `${id} is down`)));
  const answers = answersFrom([failing("a"), failing("b"), counting("c").provider]);
  const spec = specOf("a", { fallbacks: [specOf("b"), specOf("c")] });
  const { answer, by } = await answers.ask(spec, request, now);
  expect([answer.output, by.id]).toEqual(["c 1", "c"]);
  const hopeless = specOf("a", { fallbacks: [specOf("b")] });
  await expect(answers.ask(hopeless, request, now)).rejects.toThrow("b is down");
});

test("no call is begun that could go over the budget", async () => {
  const { provider, calls } = counting("openai:a", { mostCostUsd: () => 0.6 });
  const answers = answersFrom([provider], { budget: new Budget(1.2) });
  const spec = specOf("openai:a");
  await answers.ask(spec, request, now);
  await answers.ask(spec, request, now);
  await expect(answers.ask(spec, request, now)).rejects.toBeInstanceOf(BudgetExhausted);
  expect(calls()).toBe(2);
});

test("a model without a price is refused before the first call where there is a budget", async () => {
  const { provider, calls } = counting("openai:new", { mostCostUsd: () => undefined });
  const priced = counting("openai:a", { mostCostUsd: () => 0 });
  const specs = [specOf("openai:a", { fallbacks: [specOf("openai:new")] })];
  const refusing = answersFrom([provider, priced.provider], { budget: new Budget(1) });
  await expect(refusing.requirePrices(specs)).rejects.toMatchObject({
    code: "MLX_UNPRICED_MODEL",
    message: expect.stringContaining("openai:new"),
    hint: expect.stringContaining("models:"),
  });
  await expect(answersFrom([provider, priced.provider]).requirePrices(specs)).resolves.toBeUndefined();
  expect(calls()).toBe(0);
});

test("a provider that never answers is given up", async () => {
  const provider = providerOf("openai:a", () => new Promise(() => undefined));
  const answers = answersFrom([provider], { policy: { ...defaultLanePolicy, retries: 0 } });
  vi.useFakeTimers();
  try {
    const told = expect(answers.ask(specOf("openai:a"), request, now)).rejects.toMatchObject({
      kind: "timeout",
    });
    await vi.advanceTimersByTimeAsync(6001);
    await told;
  } finally {
    vi.useRealTimers();
  }
});

test("vectors cost a budget what they say they cost", async () => {
  const budget = new Budget(1);
  const embedding = providerOf("openai:e", () => Promise.reject(new Error("not asked")), {
    mostCostUsd: () => 0.7,
    embed: (texts) => Promise.resolve({ vectors: texts.map(() => [1]), costUsd: 0.4 }),
  });
  const answers = answersFrom([embedding], { budget });
  await answers.embed(specOf("openai:e"), ["a"]);
  expect(budget.spent).toBe(0.4);
  await expect(answers.embed(specOf("openai:e"), ["b"])).rejects.toThrow(BudgetExhausted);
});

test("what was recorded costs a budget what it cost then; a recording that does not say is none for a budget", async () => {
  const replay = (costUsd?: number) =>
    providerOf(
      "replay:r.jsonl",
      () => Promise.resolve(answerOf("x", costUsd === undefined ? {} : { costUsd })),
      {
        cacheable: false,
        mostCostUsd: () => 0,
      },
    );
  const budget = new Budget(1);
  const priced = answersFrom([replay(0.4)], { budget });
  const spec = specOf("replay:r.jsonl");
  await priced.ask(spec, request, now);
  await priced.ask(spec, request, now);
  await expect(priced.ask(spec, request, now)).rejects.toThrow(BudgetExhausted);
  expect(budget.spent).toBe(0.8);
  const silent = answersFrom([replay()], { budget: new Budget(1) });
  await expect(silent.ask(spec, request, now)).rejects.toThrow("does not say what an answer cost");
  expect((await answersFrom([replay()]).ask(spec, request, now)).answer.output).toBe("x");
});

test.each([
  ["an answer that breaks off", new ProviderFault("server", "broke off"), 0.6],
  ["one that is not understood", new ProviderFault("garbage", "HTML"), 0.6],
  ["one that comes too late", new ProviderFault("timeout", "late"), 0.6],
  ["a server's error", new ProviderFault("server", "answered 500", { status: 500 }), 0],
  ["a connection that is refused", new ProviderFault("network", "refused"), 0],
])("what %s costs a budget is the most that it could, or nothing", async (_what, fault, spent) => {
  const budget = new Budget(1);
  const failing = providerOf("openai:a", () => Promise.reject(fault), { mostCostUsd: () => 0.6 });
  const policy = { ...defaultLanePolicy, retries: 0 };
  const answers = answersFrom([failing], { budget, policy });
  await expect(answers.ask(specOf("openai:a"), request, now)).rejects.toBe(fault);
  expect(budget.spent).toBe(spent);
});

test("a program that is not cached slips under no budget", async () => {
  const budget = new Budget(1);
  const { provider, calls } = counting("exec:date", { cacheable: false });
  const answers = answersFrom([provider], { budget });
  await expect(answers.requirePrices([specOf("exec:date")])).rejects.toMatchObject({
    code: "MLX_UNPRICED_MODEL",
    hint: expect.stringContaining("maxCostUsd"),
  });
  expect(calls()).toBe(0);
});

test("vectors are kept, and a provider without any is named", async () => {
  const cache = await openCache();
  let asked = 0;
  const embedding = providerOf("openai:e", () => Promise.reject(new Error("not asked")), {
    embed: (texts) => {
      asked++;
      return Promise.resolve({ vectors: texts.map(() => [1, 0]), costUsd: 0.5 });
    },
  });
  const answers = answersFrom([embedding, counting("openai:a").provider], { cache });
  const spec = specOf("openai:e");
  const told = {
    vectors: [
      [1, 0],
      [1, 0],
    ],
    costUsd: 0.5,
  };
  expect(await answers.embed(spec, ["a", "b"])).toEqual(told);
  expect(await answers.embed(spec, ["a", "b"])).toEqual(told);
  expect(asked).toBe(1);
  await expect(answers.embed(specOf("openai:a"), ["a"])).rejects.toMatchObject({
    code: "MLX_NO_EMBEDDINGS",
    message: expect.stringContaining("openai:a"),
  });
  cache.close();
});

test.each([
  ["http", true],
  ["https://bot.example/ask", true],
  ["exec:./bot.sh", true],
  ["file://bot.js", true],
  ["openai:chat:gpt-5.4-mini", false],
])("the values of a case are part of the key for %s: %s; its name never is", (id, expected) => {
  const provider = providerOf(id, () => Promise.resolve(answerOf("x")));
  const key = (value: string, test: string) => {
    const one = { ...request, vars: new Map([["q", value]]), case: { test, repeat: 0 } };
    return answerKey(provider, one, 0).toString("hex");
  };
  expect(key("a", "t1") !== key("b", "t1")).toBe(expected);
  expect(key("a", "t1")).toBe(key("a", "t2"));
});

test("a provider with a delay rests behind each call that is made, and behind none that is answered from the cache", async () => {
  const cache = await openCache();
  const { provider } = counting("openai:a");
  const answers = answersFrom([provider], { cache, policy: { ...defaultLanePolicy, concurrency: 1 } });
  const spec = { ...specOf("openai:a"), delayMs: 60 };
  const timed = async (text: string) => {
    const started = performance.now();
    await answers.ask(spec, { ...request, text }, now);
    return performance.now() - started;
  };
  expect(await timed("one")).toBeGreaterThan(55);
  expect(await timed("one")).toBeLessThan(55);
  await answers.close();
});

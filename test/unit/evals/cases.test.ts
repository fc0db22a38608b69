import { expect, test } from "vitest";
import { caseCount, casesOf, countCases } from "../../../src/evals/cases.js";
import type { ProviderSpec, Suite, SuitePrompt, SuiteTest } from "../../../src/evals/types.js";

const at = { file: "s", line: 1, column: 1 };
const prompt = (label: string): SuitePrompt => ({ label, body: { kind: "template", text: label }, at });
const provider = (id: string, more: Partial<ProviderSpec> = {}): ProviderSpec => ({
  ...{ id, label: id, config: {}, env: {}, fallbacks: [], at },
  ...more,
});
const item = (id: string, more: Partial<SuiteTest> = {}): SuiteTest => ({
  ...{ id, vars: new Map(), renderVars: false, assertions: [], options: {}, slices: {}, tags: [] },
  ...{ critical: false, metadata: {}, at },
  ...more,
});

function suiteOf(
  prompts: readonly SuitePrompt[],
  providers: readonly ProviderSpec[],
  tests: readonly SuiteTest[],
  more: Partial<Suite["tests"]> & { readonly repeat?: number } = {},
): Suite {
  const { repeat = 1, ...known } = more;
  return {
    ...{
      name: "s",
      format: "mlx",
      file: "s",
      folder: "/",
      prompts,
      providers,
      repeat,
      gates: [],
      errorsAllowed: 0,
    },
    tests: {
      ...known,
      async *[Symbol.asyncIterator]() {
        yield* tests;
      },
    },
    ...{ budget: {}, derived: [], env: {}, notKept: [], digests: new Map() },
  };
}

async function told(suite: Suite): Promise<string[]> {
  const cases: string[] = [];
  for await (const items of casesOf(suite)) {
    for (const { test: one, repeat, provider: who, prompt: what, index } of items)
      cases.push(`${index} ${one.id} ${repeat} ${who.label} ${what.label}`);
  }
  return cases;
}

test("cases come by test, repeat, provider and prompt, numbered through", async () => {
  const suite = suiteOf([prompt("p"), prompt("q")], [provider("x"), provider("y")], [item("a"), item("b")], {
    repeat: 2,
  });
  expect((await told(suite)).slice(0, 9)).toEqual([
    ...["0 a 0 x p", "1 a 0 x q", "2 a 0 y p", "3 a 0 y q"],
    ...["4 a 1 x p", "5 a 1 x q", "6 a 1 y p", "7 a 1 y q", "8 b 0 x p"],
  ]);
  expect(await caseCount(suite)).toBe(16);
});

test("a provider that is for some prompts, and a test for some of either, have no other cases", async () => {
  const suite = suiteOf(
    [prompt("chat:a"), prompt("chat:b"), prompt("plain")],
    [provider("openai:gpt", { prompts: ["chat"] }), provider("echo", { label: "copy" })],
    [
      item("all"),
      item("one", { onlyPrompts: ["plain"] }),
      item("two", { onlyProviders: ["openai:*"] }),
      item("three", { onlyProviders: ["copy"], onlyPrompts: ["chat:b"] }),
      item("none", { onlyPrompts: ["other"] }),
    ],
  );
  expect((await told(suite)).map((line) => line.slice(2))).toEqual([
    ...["all 0 openai:gpt chat:a", "all 0 openai:gpt chat:b", "all 0 copy chat:a", "all 0 copy chat:b"],
    ...["all 0 copy plain", "one 0 copy plain", "two 0 openai:gpt chat:a", "two 0 openai:gpt chat:b"],
    "three 0 copy chat:b",
  ]);
  expect(await caseCount(suite)).toBe(9);
});

test("where the number of tests is known, none is read to count the cases", async () => {
  const suite = suiteOf([prompt("p")], [provider("x"), provider("y")], [], {
    ...{ count: 1_000_000, unrestricted: true, answered: false, repeat: 3 },
  });
  expect(await countCases(suite)).toEqual({ cases: 6_000_000, calls: 6_000_000 });
});

test("cases that bring their answer call nobody", async () => {
  const suite = suiteOf([prompt("p")], [provider("x")], [item("a", { givenOutput: "A" }), item("b")], {
    count: 2,
    unrestricted: true,
  });
  expect(await countCases(suite)).toEqual({ cases: 2, calls: 1 });
});

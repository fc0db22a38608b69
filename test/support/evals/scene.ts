import type { Provider } from "../../../src/evals/provider.js";
import type {
  AssertionSpec,
  CaseResult,
  ProviderAnswer,
  ProviderRequest,
  ProviderSpec,
  Suite,
  SuitePrompt,
  SuiteTest,
} from "../../../src/evals/types.js";
import { caseResult } from "./case-result.js";

const at = { file: "suite.yaml", line: 1, column: 1 };

export function testOf(id: string, more: Partial<SuiteTest> = {}): SuiteTest {
  return {
    id,
    vars: new Map(),
    renderVars: true,
    assertions: [],
    options: {},
    slices: {},
    tags: [],
    critical: false,
    metadata: {},
    at,
    ...more,
  };
}

export function assertionOf(type: string, more: Partial<AssertionSpec> = {}): AssertionSpec {
  return { type, negated: false, renderValue: false, weight: 1, config: {}, at, ...more };
}

export function promptOf(label: string): SuitePrompt {
  return { label, body: { kind: "template", text: label }, at };
}

export function specOf(id: string, more: Partial<ProviderSpec> = {}): ProviderSpec {
  return { id, label: id, config: {}, env: {}, fallbacks: [], at, ...more };
}

export function suiteOf(tests: readonly SuiteTest[], more: Partial<Suite> = {}): Suite {
  return {
    name: "suite",
    format: "mlx",
    file: "suite.yaml",
    folder: "/nowhere",
    prompts: [promptOf("p")],
    providers: [specOf("echo")],
    tests: {
      count: tests.length,
      unrestricted: true,
      async *[Symbol.asyncIterator]() {
        yield* tests;
      },
    },
    repeat: 1,
    gates: [],
    errorsAllowed: 0,
    budget: {},
    derived: [],
    env: {},
    notKept: [],
    digests: new Map(),
    ...more,
  };
}

export const request: ProviderRequest = {
  messages: [{ role: "user", content: "hello" }],
  text: "hello",
  settings: {},
  vars: new Map(),
};

export function answerOf(output: string, more: Partial<ProviderAnswer> = {}): ProviderAnswer {
  return { output, latencyMs: 3, cached: false, ...more };
}

/** A provider that answers as `call` does. */
export function providerOf(id: string, call: Provider["call"], more: Partial<Provider> = {}): Provider {
  return { id, identity: id, cacheable: true, call, ...more };
}

export function resultOf(index: number, more: Partial<CaseResult> = {}): CaseResult {
  const name = `case-${index}`;
  return caseResult({ id: name, test: name, index, score: 1, output: `output ${index}`, ...more });
}

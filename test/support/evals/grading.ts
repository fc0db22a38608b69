import { type CaseGrades, gradeCase } from "../../../src/evals/grade-case.js";
import type { GradingServices } from "../../../src/evals/graders/grader.js";
import type {
  AssertionSpec,
  EvalCase,
  Grade,
  ProviderAnswer,
  ProviderRequest,
  ProviderSpec,
  SuiteTest,
} from "../../../src/evals/types.js";
import type { Json } from "../../../src/prompts/types.js";

const at = { file: "s.eval.yaml", line: 7, column: 5 };

export function assertion(type: string, value?: Json, more: Partial<AssertionSpec> = {}): AssertionSpec {
  const negated = type.startsWith("not-");
  return {
    type: negated ? type.slice(4) : type,
    negated,
    ...(value !== undefined && { value }),
    renderValue: true,
    weight: 1,
    config: {},
    at,
    ...more,
  };
}

export function answer(output: Json, more: Partial<ProviderAnswer> = {}): ProviderAnswer {
  return { output, latencyMs: 120, cached: false, ...more };
}

export function request(more: Partial<ProviderRequest> = {}): ProviderRequest {
  return { messages: [], text: "the prompt", settings: {}, vars: new Map(), ...more };
}

export function evalCase(test: Partial<SuiteTest> = {}): EvalCase {
  const provider: ProviderSpec = { id: "echo", label: "echo", config: {}, env: {}, fallbacks: [], at };
  return {
    test: {
      ...{ id: "t1", vars: new Map(), renderVars: true, assertions: [], options: {}, slices: {}, tags: [] },
      ...{ critical: false, metadata: {}, at },
      ...test,
    },
    prompt: { label: "p", body: { kind: "template", text: "" }, at },
    provider,
    repeat: 0,
    index: 0,
  };
}

/** Services of which a test gives those that it expects to be used. */
export function services(given: Partial<GradingServices> = {}): GradingServices {
  const unexpected = async (): Promise<never> => {
    throw new Error("not expected to be called");
  };
  return { ask: unexpected, embed: unexpected, script: unexpected, post: unexpected, ...given };
}

interface GradeOptions {
  readonly answer?: Partial<ProviderAnswer>;
  readonly request?: Partial<ProviderRequest>;
  readonly test?: Partial<SuiteTest>;
  readonly services?: Partial<GradingServices>;
}

export async function gradeAll(
  assertions: readonly AssertionSpec[],
  output: Json,
  options: GradeOptions = {},
): Promise<CaseGrades> {
  return gradeCase(
    {
      case: evalCase(options.test),
      request: request(options.request),
      answer: answer(output, options.answer),
      assertions,
    },
    services(options.services),
  );
}

/** The grade of one assertion. */
export async function gradeOne(
  spec: AssertionSpec,
  output: Json,
  options: GradeOptions = {},
): Promise<Grade> {
  const { grades } = await gradeAll([spec], output, options);
  const [grade] = grades;
  if (!grade) throw new Error("no grade");
  return grade;
}

/** `passed`, `failed` or `errored`. */
export async function statusOf(
  type: string,
  output: Json,
  value?: Json,
  more: Partial<AssertionSpec> = {},
  options: GradeOptions = {},
): Promise<Grade["status"]> {
  return (await gradeOne(assertion(type, value, more), output, options)).status;
}

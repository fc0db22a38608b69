import type { GradeInput, GradingServices, Verdict } from "../../src/evals/graders/grader.js";
import { judgeOf } from "../../src/evals/judges/judge-of.js";
import type { AssertionSpec, ProviderAnswer, ProviderRequest } from "../../src/evals/types.js";
import type { Json } from "../../src/prompts/types.js";

const at = { file: "evals/s.eval.yaml", line: 4, column: 7 };

export interface Asking extends Partial<Omit<AssertionSpec, "at">> {
  readonly type: string;
  readonly output?: string;
  readonly vars?: Readonly<Record<string, Json>>;
  readonly rivals?: GradeInput["rivals"];
  readonly own?: GradeInput["own"];
  readonly testPrompt?: string;
  /** What the judge replies, one after another: a text, data, or an answer with what it has besides. */
  readonly replies?: readonly (Json | Partial<ProviderAnswer>)[];
  /** Vectors of texts. */
  readonly vectors?: Readonly<Record<string, readonly number[]>>;
}

export interface Judged {
  readonly verdict: Verdict;
  /** What the judge was asked. */
  readonly asked: readonly ProviderRequest[];
}

/** Grades an output with a judge that gives the replies that it is told to. */
export async function judged(asking: Asking): Promise<Judged> {
  const {
    output = "Paris is the capital.",
    vars = {},
    rivals,
    own,
    replies = [],
    vectors = {},
    testPrompt,
    ...rest
  } = asking;
  const asked: ProviderRequest[] = [];
  const services: GradingServices = {
    ask: async (request) => {
      const reply = replies[asked.length];
      asked.push(request);
      if (reply === undefined) throw new Error("the judge is asked once more than was told");
      const bare = { output: "", latencyMs: 1, cached: false };
      if (!isJson(reply)) return { ...bare, ...reply };
      const usage = { input: 10, output: 5, cached: 1 };
      return { ...bare, output: reply, model: "judge-1", costUsd: 0.25, usage };
    },
    embed: async (texts) => ({
      vectors: texts.map((text) => vectors[text] ?? []),
      usage: { input: texts.length, output: 0, cached: 0 },
      costUsd: 0.125,
    }),
    script: async (_script, args) => args[0] ?? null,
    post: async () => null,
  };
  const assertion: AssertionSpec = {
    negated: false,
    renderValue: false,
    weight: 1,
    config: {},
    at,
    ...rest,
  };
  const grader = judgeOf(asking.type);
  if (!grader) throw new Error(`no judge for ${asking.type}`);
  const verdict = await grader(
    {
      assertion,
      answer: { output, latencyMs: 1, cached: false },
      output,
      text: output,
      request: { messages: [], text: "What is the capital?", settings: {}, vars: new Map() },
      vars: new Map(Object.entries(vars)),
      test: {
        id: "t",
        vars: new Map(),
        renderVars: false,
        assertions: [],
        options: testPrompt === undefined ? {} : { rubricPrompt: testPrompt },
        slices: {},
        tags: [],
        critical: false,
        metadata: {},
        at,
      },
      prompt: "p",
      provider: "echo",
      ...(rivals && { rivals }),
      ...(own && { own }),
    },
    services,
  );
  return { verdict, asked };
}

function isJson(value: Json | Partial<ProviderAnswer>): value is Json {
  return !(typeof value === "object" && value !== null && "latencyMs" in value);
}

/** What the judge was told, all of it. */
export function toldTo({ asked }: Judged): string {
  return asked.map(({ text }) => text).join("\n\n");
}

import { MlxError } from "../../core/errors.js";
import type { Eventual } from "../../core/eventual.js";
import type { GradingServices } from "../../evals/graders/grader.js";
import type { Embeddings } from "../../evals/provider.js";
import type { EvalCase, ProviderAnswer, ProviderSpec } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import { BudgetExhausted } from "./budget.js";
import type { EvalWorld } from "./eval-world.js";

type Known<T> = Map<string, Promise<T>>;

/** What has been asked already. */
class KnownAnswers {
  readonly answers: Known<ProviderAnswer> = new Map();
  readonly embeddings: Known<Embeddings> = new Map();
  readonly values: Known<Json> = new Map();
}

/** What the graders of one case are given. */
export class CaseServices implements GradingServices {
  /** Set once a grader was kept from asking: the case then has no result. */
  exhausted: BudgetExhausted | undefined;
  readonly #known: KnownAnswers | undefined;

  /** @param remembers whether the same question is answered as before: where a case is graded twice. */
  constructor(
    private readonly world: EvalWorld,
    private readonly item: EvalCase,
    remembers: boolean,
  ) {
    if (remembers) this.#known = new KnownAnswers();
  }

  ask: GradingServices["ask"] = async (request, provider) => {
    const spec = this.world.judge ?? provider ?? this.item.test.options.gradingProvider;
    if (spec === undefined) throw noJudge();
    const { messages, settings, outputSchema = null } = request;
    return this.#once(this.#known?.answers, [nameOf(spec), messages, settings, outputSchema], async () => {
      const options = { repeat: this.item.repeat, followUp: true };
      const { answer, by } = await this.#paid(this.world.answers.ask(spec, request, options));
      // A program names no model: then it is the program that judges.
      return answer.model === undefined ? { ...answer, model: by.id } : answer;
    });
  };

  embed: GradingServices["embed"] = async (texts, provider) => {
    const spec = provider ?? this.item.test.options.gradingProvider ?? this.world.judge;
    if (spec === undefined) throw noJudge();
    return this.#once(this.#known?.embeddings, [nameOf(spec), texts], () =>
      this.#paid(this.world.answers.embed(spec, texts)),
    );
  };

  script: GradingServices["script"] = (script, args) => {
    const { at: _, ...code } = script;
    return this.#once(this.#known?.values, ["script", code, args], () => this.world.script(script, args));
  };

  post: GradingServices["post"] = (url, body) =>
    this.#once(this.#known?.values, ["post", url, body], () => this.world.post(url, body));

  async #paid<T>(call: Eventual<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof BudgetExhausted) this.exhausted = error;
      throw error;
    }
  }

  #once<T>(known: Known<T> | undefined, question: readonly unknown[], answer: () => Promise<T>): Promise<T> {
    if (known === undefined) return answer();
    const key = JSON.stringify(question);
    let asked = known.get(key);
    if (asked === undefined) {
      asked = answer();
      known.set(key, asked);
    }
    return asked;
  }
}

function nameOf({ id, config }: ProviderSpec): readonly unknown[] {
  return [id, config];
}

function noJudge(): MlxError {
  return new MlxError("MLX_NO_JUDGE", "nothing says which model judges: name one, with --judge ID", {
    hint: "or as the provider of the assertion or of the test's options",
    exitCode: 2,
  });
}

import { MlxError } from "../../core/errors.js";
import type { Eventual } from "../../core/eventual.js";
import { type Embeddings, type Provider, ProviderFault } from "../../evals/provider.js";
import type { ProviderAnswer, ProviderRequest, ProviderSpec } from "../../evals/types.js";
import type { AnswerCache } from "../../ledger/evaluations/answer-cache.js";
import { answerKey, embeddingKey } from "./answer-key.js";
import { type Budget, BudgetExhausted } from "./budget.js";
import { CallLane, type LanePolicy } from "./call-lane.js";
import { costOf, mayBePaid, mostCost, unpriced, unpricedRecording } from "./call-price.js";
import { KeptAnswers } from "./kept-answers.js";
import { withDeadline } from "./with-deadline.js";

/** An answer, and who gave it. */
export interface Answered {
  readonly answer: ProviderAnswer;
  /** The one that answered: the provider that was asked, or a fallback of it. */
  readonly by: ProviderSpec;
}

/** How one answer is asked for. */
export interface AskOptions {
  /** From 0: a repeat is never answered with the answer of another one. */
  readonly repeat: number;
  /** A case that has begun needs it. */
  readonly followUp: boolean;
}

/** What asking depends on. */
interface Question {
  readonly spec: ProviderSpec;
  readonly provider: Provider;
  readonly request: ProviderRequest;
  readonly options: AskOptions;
  /** Undefined where the answer is neither looked up nor kept. */
  readonly key: Buffer | undefined;
}

export interface AnswersOptions {
  readonly open: (spec: ProviderSpec) => Promise<Provider>;
  readonly cache?: AnswerCache;
  /** The digest of the record of the model that is evaluated: programs may load it, so answers are its alone. */
  readonly model?: string;
  readonly budget: Budget;
  readonly policy: LanePolicy;
  /** Of one call, milliseconds. */
  readonly timeoutMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

/** They answer in this process at once: a queue would only cost time. */
const inProcess = /^(?:echo|replay)(?::|$)/;

/** Asks providers: out of the cache or over the wire, within the budget, as fast as each of them bears. */
export class Answers {
  readonly #providers = new Map<ProviderSpec, Promise<Provider>>();
  /** Those of them that are there. */
  readonly #opened = new Map<ProviderSpec, Provider>();
  readonly #lanes = new Map<string, CallLane>();
  #stopped = false;
  #made = 0;
  readonly #kept: KeptAnswers;

  constructor(private readonly options: AnswersOptions) {
    this.#kept = new KeptAnswers(options.cache, options.now, options.warn);
  }

  get calls(): { readonly made: number; readonly cached: number } {
    return { made: this.#made, cached: this.#kept.hits };
  }

  provider(spec: ProviderSpec): Promise<Provider> {
    let opened = this.#providers.get(spec);
    if (opened === undefined) {
      opened = this.options.open(spec).then((provider) => {
        this.#opened.set(spec, provider);
        return provider;
      });
      this.#providers.set(spec, opened);
    }
    return opened;
  }

  /**
   * The answer of a provider, or of the first of its fallbacks that has one.
   * @throws {ProviderFault} of the last one, {@link BudgetExhausted}, `NotBegun` after `stop`.
   */
  ask(spec: ProviderSpec, request: ProviderRequest, options: AskOptions): Eventual<Answered> {
    const provider = this.#opened.get(spec);
    if (provider === undefined) return this.provider(spec).then(() => this.ask(spec, request, options));
    if (provider.callNow !== undefined) {
      this.#made++;
      return { answer: provider.callNow(request), by: spec };
    }
    const question = this.#question(spec, provider, request, options);
    const answer = question.key && this.#kept.recall(question.key);
    return answer === undefined ? this.#askAll(question) : { answer, by: spec };
  }

  async #askAll(question: Question): Promise<Answered> {
    const { spec, request, options } = question;
    try {
      return { answer: await this.#askAnew(question), by: spec };
    } catch (error) {
      if (!(error instanceof ProviderFault) || spec.fallbacks.length === 0) throw error;
      return this.#askFallbacks(spec.fallbacks, request, options, error);
    }
  }

  /** @throws {MlxError} `MLX_NO_EMBEDDINGS`; as `ask`. */
  async embed(spec: ProviderSpec, texts: readonly string[]): Promise<Embeddings> {
    const provider = await this.provider(spec);
    const embed = provider.embed?.bind(provider);
    if (embed === undefined) {
      throw new MlxError("MLX_NO_EMBEDDINGS", `${spec.id} makes no embeddings`, {
        hint: "name a provider that does, such as openai:embedding:text-embedding-3-small",
        exitCode: 2,
      });
    }
    const key = embeddingKey(provider, texts, this.options.model);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return JSON.parse(kept);
    const content = texts.join("\n");
    const request = {
      messages: [{ role: "user", content }],
      text: content,
      settings: { max_tokens: 1 },
      vars: new Map(),
    } as const;
    const embeddings = await this.#spend(spec, provider, request, true, (timeoutMs) =>
      embed(texts, { timeoutMs }),
    );
    this.#kept.set(key, JSON.stringify(embeddings));
    return embeddings;
  }

  /** @throws {MlxError} `MLX_UNPRICED_MODEL`, exit 2, where a budget is set and one of these may cost more than can be told. */
  async requirePrices(specs: readonly ProviderSpec[]): Promise<void> {
    if (this.options.budget.limit === undefined) return;
    const probe = { messages: [], text: "", settings: {}, vars: new Map() };
    for (const spec of specs) {
      if (mostCost(await this.provider(spec), probe) === undefined) throw unpriced(spec.id);
      await this.requirePrices(spec.fallbacks);
    }
  }

  /** No further call is begun, save those that cases under way need. */
  stop(): void {
    this.#stopped = true;
    for (const lane of this.#lanes.values()) lane.stop();
  }

  /** Writes what is to be kept, and closes every provider. */
  async close(): Promise<void> {
    this.#kept.flush();
    const opened = await Promise.allSettled(this.#providers.values());
    await Promise.all(opened.map(async (one) => one.status === "fulfilled" && one.value.close?.()));
  }

  async #askFallbacks(
    fallbacks: readonly ProviderSpec[],
    request: ProviderRequest,
    options: AskOptions,
    first: ProviderFault,
  ): Promise<Answered> {
    let last = first;
    for (const spec of fallbacks) {
      try {
        // The case has begun with the first provider's failure.
        return { answer: await this.#askOne(spec, request, { ...options, followUp: true }), by: spec };
      } catch (error) {
        if (!(error instanceof ProviderFault)) throw error;
        last = error;
      }
    }
    throw last;
  }

  async #askOne(spec: ProviderSpec, request: ProviderRequest, options: AskOptions): Promise<ProviderAnswer> {
    const question = this.#question(spec, await this.provider(spec), request, options);
    return (question.key && this.#kept.recall(question.key)) ?? this.#askAnew(question);
  }

  #question(spec: ProviderSpec, provider: Provider, request: ProviderRequest, options: AskOptions): Question {
    const isKept = this.#kept.on && provider.cacheable;
    const key = isKept ? answerKey(provider, request, options.repeat, this.options.model) : undefined;
    return { spec, provider, request, options, key };
  }

  async #askAnew({ spec, provider, request, options, key }: Question): Promise<ProviderAnswer> {
    if (!provider.cacheable && inProcess.test(spec.id)) {
      this.#made++;
      const answer = await provider.call(request, { timeoutMs: this.options.timeoutMs });
      if (this.options.budget.limit !== undefined) await this.#charge(spec, answer);
      return answer;
    }
    const ask = () => {
      const call = (timeoutMs: number) => provider.call(request, { timeoutMs });
      return this.#spend(spec, provider, request, options.followUp, call);
    };
    return key === undefined ? ask() : this.#kept.once(key, ask);
  }

  /** What was recorded costs a budget what it cost then. @throws {BudgetExhausted} */
  async #charge(spec: ProviderSpec, { costUsd }: ProviderAnswer): Promise<void> {
    if (costUsd === undefined) throw new BudgetExhausted(unpricedRecording(spec.id));
    (await this.options.budget.reserve(costUsd)).settle(costUsd);
  }

  async #spend<T extends object>(
    spec: ProviderSpec,
    provider: Provider,
    request: ProviderRequest,
    followUp: boolean,
    call: (timeoutMs: number) => Promise<T>,
  ): Promise<T> {
    const { budget, timeoutMs } = this.options;
    const lane = this.#lane(spec.id);
    return lane.run(async () => {
      const most = budget.limit === undefined ? 0 : mostCost(provider, request);
      if (most === undefined) throw new BudgetExhausted(unpriced(spec.id).message);
      const reservation = await budget.reserve(most);
      this.#made++;
      try {
        const result = await withDeadline(call(timeoutMs), timeoutMs);
        reservation.settle(costOf(result));
        // Its place stays taken meanwhile, so that the next call waits, too.
        if (spec.delayMs !== undefined) await lane.rest(spec.delayMs);
        return result;
      } catch (error) {
        reservation.settle(error instanceof ProviderFault && mayBePaid(error) ? undefined : 0);
        throw error;
      }
    }, followUp);
  }

  #lane(id: string): CallLane {
    let lane = this.#lanes.get(id);
    if (lane === undefined) {
      lane = new CallLane(this.options.policy);
      if (this.#stopped) lane.stop();
      this.#lanes.set(id, lane);
    }
    return lane;
  }
}

import { MlxError } from "../../core/errors.js";
import { type Provider, ProviderFault } from "../../evals/provider.js";
import type { ProviderAnswer, ProviderRequest, ProviderSpec } from "../../evals/types.js";
import type { AnswerCache } from "../../ledger/evaluations/answer-cache.js";
import { answerKey, embeddingKey } from "./answer-key.js";
import { type Budget, BudgetExhausted } from "./budget.js";
import { CallLane, type LanePolicy } from "./call-lane.js";
import { costOf, mostCost, unpriced } from "./call-price.js";
import { KeptAnswers } from "./kept-answers.js";
import { withDeadline } from "./with-deadline.js";

export interface Answered {
  readonly answer: ProviderAnswer;
  /** The one that answered: the provider that was asked, or a fallback of it. */
  readonly by: ProviderSpec;
}

export interface AskOptions {
  /** From 0: a repeat is never answered with the answer of another one. */
  readonly repeat: number;
  /** A case that has begun needs it. */
  readonly followUp: boolean;
}

export interface AnswersOptions {
  readonly open: (spec: ProviderSpec) => Promise<Provider>;
  readonly cache?: AnswerCache;
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
  readonly #lanes = new Map<string, CallLane>();
  /** The same question is asked once, however many wait for the answer. */
  readonly #underWay = new Map<string, Promise<ProviderAnswer>>();
  #stopped = false;
  #made = 0;
  #cached = 0;
  readonly #kept: KeptAnswers;

  constructor(private readonly options: AnswersOptions) {
    this.#kept = new KeptAnswers(options.cache, options.now, options.warn);
  }

  get calls(): { readonly made: number; readonly cached: number } {
    return { made: this.#made, cached: this.#cached };
  }

  provider(spec: ProviderSpec): Promise<Provider> {
    let opened = this.#providers.get(spec);
    if (opened === undefined) {
      opened = this.options.open(spec);
      this.#providers.set(spec, opened);
    }
    return opened;
  }

  /**
   * The answer of a provider, or of the first of its fallbacks that has one.
   * @throws {ProviderFault} of the last one, {@link BudgetExhausted}, `NotBegun` after `stop`.
   */
  async ask(spec: ProviderSpec, request: ProviderRequest, options: AskOptions): Promise<Answered> {
    try {
      return { answer: await this.#askOne(spec, request, options), by: spec };
    } catch (error) {
      if (!(error instanceof ProviderFault) || spec.fallbacks.length === 0) throw error;
      return this.#askFallbacks(spec.fallbacks, request, options, error);
    }
  }

  /** @throws {MlxError} `MLX_NO_EMBEDDINGS`; as `ask`. */
  async embed(spec: ProviderSpec, texts: readonly string[]): Promise<readonly (readonly number[])[]> {
    const provider = await this.provider(spec);
    const embed = provider.embed?.bind(provider);
    if (embed === undefined) {
      throw new MlxError("MLX_NO_EMBEDDINGS", `${spec.id} makes no embeddings`, {
        hint: "name a provider that does, such as openai:embedding:text-embedding-3-small",
        exitCode: 2,
      });
    }
    const key = embeddingKey(provider, texts);
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#cached++;
      return JSON.parse(kept);
    }
    const content = texts.join("\n");
    const request = {
      messages: [{ role: "user", content }],
      text: content,
      settings: { max_tokens: 1 },
      vars: new Map(),
    } as const;
    const vectors = await this.#spend(spec, provider, request, true, (timeoutMs) =>
      embed(texts, { timeoutMs }),
    );
    this.#kept.set(key, JSON.stringify(vectors));
    return vectors;
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
    const provider = await this.provider(spec);
    if (!provider.cacheable && inProcess.test(spec.id)) {
      this.#made++;
      return provider.call(request, { timeoutMs: this.options.timeoutMs });
    }
    if (!this.#kept.on || !provider.cacheable) return this.#call(spec, provider, request, options);
    const key = answerKey(provider, request, options.repeat);
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#cached++;
      const answer: ProviderAnswer = JSON.parse(kept);
      return { ...answer, cached: true };
    }
    const name = key.toString("hex");
    const underWay = this.#underWay.get(name);
    if (underWay !== undefined) {
      const answer = await underWay;
      this.#cached++;
      return { ...answer, cached: true };
    }
    const asked = this.#call(spec, provider, request, options);
    this.#underWay.set(name, asked);
    try {
      const answer = await asked;
      this.#kept.set(key, JSON.stringify(answer));
      return answer;
    } finally {
      this.#underWay.delete(name);
    }
  }

  #call(
    spec: ProviderSpec,
    provider: Provider,
    request: ProviderRequest,
    options: AskOptions,
  ): Promise<ProviderAnswer> {
    const call = (timeoutMs: number) => provider.call(request, { timeoutMs });
    return this.#spend(spec, provider, request, options.followUp, call);
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
        return result;
      } catch (error) {
        // A call that was refused costs nothing; one that was given up, or not understood, may have been answered all the same.
        const paid = error instanceof ProviderFault && (error.kind === "timeout" || error.kind === "garbage");
        reservation.settle(paid ? undefined : 0);
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

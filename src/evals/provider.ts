import type { TokenUsage } from "./token-usage.js";
import type { ProviderAnswer, ProviderRequest } from "./types.js";

/** Someone who answers. Opened once for a run, called many times at once. */
export interface Provider {
  readonly id: string;
  /** What an answer depends on beside the request: model, endpoint, settings; never a key. Part of the cache's key. */
  readonly identity: string;
  /** Whether a call goes out of this process's machine, or costs something: such calls are cached. */
  readonly cacheable: boolean;
  /** The most that one call may cost, where that can be told before: for budgets. US dollars. */
  readonly mostCostUsd?: (request: ProviderRequest) => number | undefined;
  /** @throws {ProviderFault} for everything that goes wrong on the way. */
  call(request: ProviderRequest, options: CallOptions): Promise<ProviderAnswer>;
  /** As `call`, of one that has nothing to wait for and nothing to pay. Never throws. */
  callNow?(request: ProviderRequest): ProviderAnswer;
  /** Vectors of texts; absent where the provider has none. */
  embed?(texts: readonly string[], options: CallOptions): Promise<Embeddings>;
  close?(): Promise<void>;
}

/** Vectors of texts, in their order and all of one length, and what they took. */
export interface Embeddings {
  readonly vectors: readonly (readonly number[])[];
  /** As reported; absent where nothing was. */
  readonly usage?: TokenUsage;
  /** Absent where nobody knows. US dollars. */
  readonly costUsd?: number;
}

/** How long a call may take. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** What went wrong, as far as it decides whether to try again. */
export type FaultKind =
  /** Asked to slow down; `retryAfterMs` where it said how long. */
  | "rate_limit"
  | "timeout"
  /** 5xx, a cut stream, no connection. */
  | "server"
  | "network"
  /** 401, 403, no key. */
  | "credentials"
  /** 400, 404, an unknown model: trying again does not help. */
  | "request"
  /** An answer that cannot be understood: HTML, an empty body, broken JSON. */
  | "garbage";

/** A call that brought no answer. The message holds no key and no more than an excerpt of what came back. */
export class ProviderFault extends Error {
  override readonly name = "ProviderFault";
  constructor(
    readonly kind: FaultKind,
    message: string,
    readonly details: {
      readonly status?: number;
      readonly retryAfterMs?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
  }

  /** Whether the same call may bring an answer later. */
  get retryable(): boolean {
    return ["rate_limit", "timeout", "server", "network"].includes(this.kind);
  }
}

export interface Answer {
  readonly text: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: unknown }[];
  readonly refusal?: string;
  readonly finishReason?: string;
  readonly delayMs?: number;
}

export interface Question {
  readonly model: string;
  readonly system: string;
  readonly user: string;
  readonly all: string;
  readonly json: boolean;
  readonly tools: readonly string[];
}

/** The first one that fits the last message of a user answers. */
export interface Rule {
  readonly when: string | RegExp;
  readonly model?: string;
  readonly say: string | Answer | ((question: Question) => string | Answer);
}

export interface LoggedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sent; tests compare it.
  readonly body: any;
}

export interface ModelServer {
  /** `http://127.0.0.1:PORT`; OpenAI's interface is at `/v1`. */
  readonly url: string;
  readonly requests: readonly LoggedRequest[];
  readonly counts: ReadonlyMap<string, number>;
  readonly mostAtOnce: number;
  connections(): Promise<number>;
  close(): Promise<void>;
}

export function startModelServer(options?: {
  readonly rules?: readonly Rule[];
  readonly key?: string;
  readonly port?: number;
  readonly delayMs?: number;
  readonly gather?: number;
}): Promise<ModelServer>;

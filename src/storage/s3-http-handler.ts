import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

/** No byte moved for the stall timeout. */
export class StallError extends Error {
  override readonly name = "StallError";
}

/** What the SDK hands to a request handler. */
export interface SignedRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Record<string, string | string[] | null>;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

export interface RawResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: IncomingMessage;
}

export interface HandlerOptions {
  readonly maxSockets: number;
  /** Milliseconds without a byte in either direction after which a request fails with StallError. */
  readonly stallTimeout: number;
  /** Milliseconds to connect. */
  readonly connectTimeout: number;
}

/**
 * Sends the SDK's signed requests over kept-alive sockets. Unlike the SDK's own handler it sets no timer per request (the
 * sockets' idle timers tell a stall) and never writes to the console.
 */
export class S3HttpHandler {
  readonly metadata = { handlerProtocol: "http/1.1" };
  /** The last `Date` header and when it came, both in epoch milliseconds. */
  #serverTime: { readonly server: number; readonly local: number } | undefined;
  readonly #http: Agent;
  readonly #https: HttpsAgent;
  readonly #open = new Map<AbortSignal, Set<() => void>>();

  constructor(readonly options: HandlerOptions) {
    const agentOptions = { keepAlive: true, maxSockets: options.maxSockets, timeout: options.stallTimeout };
    this.#http = new Agent(agentOptions);
    this.#https = new HttpsAgent(agentOptions);
  }

  handle(
    request: SignedRequest,
    options: { abortSignal?: unknown } = {},
  ): Promise<{ response: RawResponse }> {
    const { promise, resolve, reject } = deferred<{ response: RawResponse }>();
    const secure = request.protocol === "https:";
    const outgoing = (secure ? httpsRequest : httpRequest)({
      agent: secure ? this.#https : this.#http,
      host: request.hostname.replace(/^\[(.*)\]$/, "$1"),
      ...(request.port === undefined ? {} : { port: request.port }),
      method: request.method,
      path: withQuery(request.path, request.query),
      headers: request.headers,
    });
    let incoming: IncomingMessage | undefined;
    outgoing.on("response", (response) => {
      incoming = response;
      // The body may be left unread when another response decides; its failure then concerns nobody.
      response.on("error", ignore);
      this.#noteTime(response.headers.date);
      resolve({
        response: { statusCode: response.statusCode ?? 0, headers: flat(response), body: response },
      });
    });
    outgoing.on("socket", (socket) => {
      if (!socket.connecting) return;
      socket.setTimeout(this.options.connectTimeout);
      socket.once("connect", () => socket.setTimeout(this.options.stallTimeout));
    });
    outgoing.on("timeout", () => {
      const stall = new StallError(`no byte moved for ${this.options.stallTimeout / 1000} s`);
      incoming?.destroy(stall);
      outgoing.destroy(stall);
    });
    outgoing.on("error", reject);
    if (options.abortSignal instanceof AbortSignal) {
      const forget = this.#onAbort(options.abortSignal, () => {
        const error = new DOMException("aborted", "AbortError");
        incoming?.destroy(error);
        outgoing.destroy(error);
        reject(error);
      });
      outgoing.once("close", forget);
    }
    const { body } = request;
    if (typeof body === "string" || body instanceof Uint8Array) outgoing.end(body);
    else outgoing.end();
    return promise;
  }

  /** By how many seconds this machine's clock is ahead of the server's, as its last answer told. */
  clockOffset(): number | undefined {
    return this.#serverTime && (this.#serverTime.local - this.#serverTime.server) / 1000;
  }

  destroy(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  // The SDK asks for these two of any handler.
  updateHttpClientConfig(): void {}
  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  #noteTime(date: string | undefined): void {
    const server = date === undefined ? Number.NaN : Date.parse(date);
    if (!Number.isNaN(server)) this.#serverTime = { server, local: Date.now() };
  }

  /** One listener a signal, however many requests hang on it. @returns a function that forgets `abort`. */
  #onAbort(signal: AbortSignal, abort: () => void): () => void {
    if (signal.aborted) {
      abort();
      return ignore;
    }
    let open = this.#open.get(signal);
    if (open === undefined) {
      const all = new Set<() => void>();
      open = all;
      this.#open.set(signal, all);
      signal.addEventListener(
        "abort",
        () => {
          for (const stop of [...all]) stop();
        },
        { once: true },
      );
    }
    const listeners = open;
    listeners.add(abort);
    return () => listeners.delete(abort);
  }
}

function ignore(): void {}

function deferred<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: unknown) => void;
} {
  let resolve: (value: T) => void = ignore;
  let reject: (reason: unknown) => void = ignore;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

function flat(response: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}

function withQuery(path: string, query: SignedRequest["query"]): string {
  if (query === undefined) return path;
  const parts: string[] = [];
  for (const name of Object.keys(query).sort()) {
    const value = query[name];
    for (const one of Array.isArray(value) ? value : [value]) {
      parts.push(one ? `${percentEncode(name)}=${percentEncode(one)}` : `${percentEncode(name)}=`);
    }
  }
  return parts.length === 0 ? path : `${path}?${parts.join("&")}`;
}

/** As the signature was computed: everything but unreserved characters is percent-encoded. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

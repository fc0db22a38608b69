import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Interrupted } from "../../core/errors.js";
import { sourceError } from "./source-error.js";
import { type Fields, fieldsOf, textOf } from "./values.js";

/** How to ask a server. */
export interface ServerAccess {
  /** As typed; user and password in it count. */
  readonly url: string;
  /** Sent as Bearer token. */
  readonly token?: string;
  readonly user?: string;
  readonly password?: string;
  readonly signal?: AbortSignal;
}

const attempts = 4;
const stallMs = 60_000;

/** Asks a tracking server of MLflow, again where it fails in passing. */
export class ServerClient {
  /** Without credentials and without a trailing slash. */
  readonly location: string;
  readonly #headers: Record<string, string>;

  /** @throws {MlxError} `MLX_MLFLOW_SOURCE`, exit 2, for an address that is none. */
  constructor(private readonly access: ServerAccess) {
    if (!URL.canParse(access.url)) throw sourceError(`${access.url} is not an address`, { exitCode: 2 });
    const url = new URL(access.url);
    const user = access.user ?? decodeURIComponent(url.username);
    const password = access.password ?? decodeURIComponent(url.password);
    this.location = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
    this.#headers = authorization(access.token, user, password);
  }

  /** @param path below the server's address. */
  async get(path: string, query: Readonly<Record<string, string | undefined>>): Promise<Fields> {
    const given = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) if (value !== undefined) given.set(key, value);
    const response = await this.#ask(`${path}?${given.toString()}`, {});
    return this.#document(response, path);
  }

  async post(path: string, body: Fields): Promise<Fields> {
    const headers = { "content-type": "application/json" };
    const response = await this.#ask(path, { method: "POST", body: JSON.stringify(body), headers });
    return this.#document(response, path);
  }

  /** Writes what `path` answers to a new file. */
  async download(path: string, target: string): Promise<void> {
    const response = await this.#ask(path, {});
    if (!response.body) throw sourceError(`${this.location}${path} answered nothing`);
    const signal = this.access.signal;
    await pipeline(Readable.from(response.body), createWriteStream(target), ...(signal ? [{ signal }] : []));
  }

  async #document(response: Response, path: string): Promise<Fields> {
    const text = await response.text();
    try {
      return fieldsOf(JSON.parse(text), `the answer to ${path}`);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw sourceError(`${this.location} does not answer as MLflow's tracking server does: no JSON`, {
        hint: "name the address of the server itself, such as http://host:5000",
      });
    }
  }

  async #ask(
    path: string,
    request: { method?: string; body?: string; headers?: Record<string, string> },
  ): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#try(path, request);
      if (outcome instanceof Response && outcome.ok) return outcome;
      const passing = !(outcome instanceof Response) || outcome.status >= 500 || outcome.status === 429;
      if (!passing || attempt === attempts) throw await this.#refusal(outcome, path);
      await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
    }
  }

  async #try(path: string, request: RequestInit): Promise<Response | Error> {
    const stalled = AbortSignal.timeout(stallMs);
    const signal = this.access.signal ? AbortSignal.any([this.access.signal, stalled]) : stalled;
    try {
      return await fetch(this.location + path, {
        ...request,
        headers: { ...this.#headers, ...Object.fromEntries(new Headers(request.headers)) },
        // Credentials go to the server that was named and to no other.
        redirect: "error",
        signal,
      });
    } catch (error) {
      if (this.access.signal?.aborted) throw new Interrupted();
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  async #refusal(outcome: Response | Error, path: string): Promise<Error> {
    if (outcome instanceof Error) {
      const reason = outcome.cause instanceof Error ? outcome.cause.message : outcome.message;
      return sourceError(`${this.location} cannot be reached: ${reason}`, {
        hint: "check the address, the network and whether the server runs",
        cause: outcome,
      });
    }
    const said = reasonIn(await outcome.text().catch(() => ""));
    if (outcome.status === 401 || outcome.status === 403) {
      return sourceError(`${this.location} refused the credentials (HTTP ${outcome.status})${said}`, {
        hint: "set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD",
        exitCode: 4,
      });
    }
    return sourceError(`${this.location}${path.split("?")[0]} answered HTTP ${outcome.status}${said}`);
  }
}

function reasonIn(text: string): string {
  try {
    const message = textOf(fieldsOf(JSON.parse(text), "the answer")["message"]);
    return message === undefined ? "" : `: ${message.slice(0, 300)}`;
  } catch {
    return "";
  }
}

function authorization(token: string | undefined, user: string, password: string): Record<string, string> {
  if (token !== undefined && token !== "") return { authorization: `Bearer ${token}` };
  if (user === "") return {};
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

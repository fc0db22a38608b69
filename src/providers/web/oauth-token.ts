import { type CallOptions, ProviderFault } from "../../evals/provider.js";
import type { Json } from "../../prompts/types.js";
import { type HttpClient, wholeText } from "../http/http-client.js";
import { garbage, statusFault } from "../http/http-faults.js";
import { numberAt, parseJson, textAt } from "../json-access.js";
import type { ProviderConfig } from "../provider-config.js";

/** Milliseconds before its end that a token is asked for anew. */
const margin = 60_000;
/** How long a token is kept whose life nobody tells. Milliseconds. */
const usualLife = 3_600_000;

/** A token of OAuth 2.0 by client credentials or password, asked for when it is first needed and when it ends (RFC 6749, 4.3 and 4.4). */
export class OauthToken {
  readonly #url: URL;
  readonly #form: string;
  #token: Promise<string> | undefined;
  #until = 0;

  constructor(
    private readonly config: ProviderConfig,
    auth: Readonly<Record<string, Json>>,
    private readonly client: HttpClient,
  ) {
    const text = (name: string): string | undefined => {
      const value = auth[name] ?? undefined;
      if (value === undefined || typeof value === "string") return value;
      throw config.wrong(`auth.${name}`, "a text");
    };
    const grant = text("grantType");
    if (grant !== "client_credentials" && grant !== "password")
      throw config.wrong("auth.grantType", "client_credentials or password");
    this.#url = config.address(text("tokenUrl") ?? "", "auth.tokenUrl");
    const scopes = Array.isArray(auth["scopes"]) ? auth["scopes"].join(" ") : undefined;
    const fields: Readonly<Record<string, string | undefined>> = {
      grant_type: grant,
      client_id: text("clientId"),
      client_secret: text("clientSecret"),
      ...(grant === "password" && { username: text("username"), password: text("password") }),
      scope: scopes === "" ? undefined : scopes,
    };
    for (const name of ["clientSecret", "password"]) config.secrets.add(text(name) ?? "");
    config.secrets.delete("");
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, value);
    this.#form = form.toString();
  }

  /** @throws {ProviderFault} credentials where none is given. */
  current(options: CallOptions): Promise<string> {
    if (this.#token && Date.now() < this.#until) return this.#token;
    const asked = this.#ask(options);
    this.#token = asked;
    // Whoever asks meanwhile waits for the same answer; a refusal is not kept.
    this.#until = Number.POSITIVE_INFINITY;
    asked.catch(() => {
      if (this.#token === asked) this.#token = undefined;
    });
    return asked;
  }

  #ask(options: CallOptions): Promise<string> {
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    const request = { url: this.#url, method: "POST", headers, body: this.#form };
    return this.client.exchange(request, options, async (reply) => {
      const text = await wholeText(reply);
      if (reply.status >= 500 || reply.status === 429) throw statusFault(reply.status, reply.headers, text);
      if (reply.status >= 300)
        throw new ProviderFault("credentials", `got no token: ${this.#url.origin} answered ${reply.status}`);
      const data = parseJson(text);
      const token = textAt(data, "access_token");
      if (token === undefined) throw garbage("got an answer without access_token", "");
      this.config.secrets.add(token);
      const seconds = numberAt(data, "expires_in");
      this.#until = Date.now() + (seconds === undefined ? usualLife : Math.max(0, seconds * 1000 - margin));
      return token;
    });
  }
}

import type { CallOptions } from "../../evals/provider.js";
import type { Vars } from "../../evals/types.js";
import { isJsonMapping } from "../../prompts/json-value.js";
import type { HttpClient, HttpRequest } from "../http/http-client.js";
import type { ProviderConfig } from "../provider-config.js";
import { HttpTemplate } from "./http-template.js";
import { OauthToken } from "./oauth-token.js";

/** Signs a request with what its service knows the caller by. */
export type HttpAuth = (request: HttpRequest, vars: Vars, options: CallOptions) => Promise<HttpRequest>;

const kinds =
  "{type: bearer, token}, {type: basic, username, password}, {type: api_key, placement, keyName, value} or {type: oauth, …}";

/** Reads `auth` as promptfoo writes it. Whatever it holds that is secret is kept out of results and messages. */
export function httpAuth(config: ProviderConfig, client: HttpClient): HttpAuth {
  const auth = config.values.get("auth") ?? undefined;
  if (auth === undefined) return async (request) => request;
  if (!isJsonMapping(auth)) throw config.wrong("auth", kinds);
  const text = (name: string): string => {
    const value = auth[name];
    if (typeof value !== "string" || value === "") throw config.wrong(`auth.${name}`, "a text");
    return value;
  };
  const secret = (template: HttpTemplate, written: string): string => {
    const value = template.text(written);
    config.secrets.add(value);
    return value;
  };
  const signing =
    (sign: (request: HttpRequest, template: HttpTemplate) => HttpRequest): HttpAuth =>
    async (request, vars) =>
      sign(request, new HttpTemplate(config.spec.at.file, vars));
  switch (auth["type"]) {
    case "bearer": {
      const token = text("token");
      return signing((request, template) =>
        withHeader(request, "authorization", `Bearer ${secret(template, token)}`),
      );
    }
    case "basic": {
      const [username, password] = [text("username"), text("password")];
      return signing((request, template) => {
        const pair = `${template.text(username)}:${secret(template, password)}`;
        const code = Buffer.from(pair).toString("base64");
        config.secrets.add(code);
        return withHeader(request, "authorization", `Basic ${code}`);
      });
    }
    case "api_key": {
      const [name, value, placement] = [text("keyName"), text("value"), text("placement")];
      if (placement !== "header" && placement !== "query")
        throw config.wrong("auth.placement", "header or query");
      return signing((request, template) => {
        const [key, given] = [template.text(name), secret(template, value)];
        if (placement === "header") return withHeader(request, key.toLowerCase(), given);
        const url = new URL(request.url);
        url.searchParams.set(key, given);
        return { ...request, url };
      });
    }
    case "oauth": {
      const token = new OauthToken(config, auth, client);
      return async (request, _vars, options) =>
        withHeader(request, "authorization", `Bearer ${await token.current(options)}`);
    }
    default:
      throw config.wrong("auth", kinds, "for everything else, write a provider: file://provider.js");
  }
}

function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

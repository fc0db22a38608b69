import type { Provider } from "../../evals/provider.js";
import type { ProviderRequest } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import { answerOfScript } from "../answer-of-script.js";
import { fileDigests } from "../file-digest.js";
import { HttpClient, type HttpReply, type HttpRequest, wholeText } from "../http/http-client.js";
import { garbage, isHtml, statusFault } from "../http/http-faults.js";
import { parseJson } from "../json-access.js";
import type { ProviderConfig } from "../provider-config.js";
import { providerIdentity } from "../provider-identity.js";
import { HttpTemplate } from "./http-template.js";
import { responseTransform, transformFile } from "./response-transform.js";

/** What promptfoo's HTTP provider has beside this. */
const unsupported = [
  ...["request", "transformRequest", "requestTransform", "validateStatus", "sessionParser", "sessionSource"],
  ...["session", "signatureAuth", "auth", "tls", "multipart", "streamResponse"],
];

/** `https://…`, or `http` with `url` in its config: any service that answers a request. */
export async function httpProvider(config: ProviderConfig): Promise<Provider> {
  for (const name of unsupported) {
    if (config.values.has(name)) {
      throw config.wrong(name, "left out", "mlx does not do this; a script (file://provider.js) can");
    }
  }
  const url = config.text("url") ?? (/^https?:/.test(config.spec.id) ? config.spec.id : undefined);
  if (url === undefined) throw config.wrong("url", "set: the address to ask");
  if (!url.includes("{{")) config.address(url, "url");
  const client = new HttpClient();
  const transform = responseTransform(config);
  const files = await fileDigests(config.context.folder, transformFile(config));
  const parts: RequestParts = {
    url,
    headers: lowerCase(config.texts("headers")),
    query: config.texts("queryParams"),
    ...bodyOf(config),
  };
  return {
    id: config.spec.id,
    identity: providerIdentity(config, { family: "http", id: config.spec.id, files }),
    cacheable: true,
    async call(request, options) {
      const sent = requestOf(parts, request, config);
      const started = performance.now();
      const response = await client.exchange(sent, options, readResponse);
      const latencyMs = performance.now() - started;
      const vars = Object.fromEntries(request.vars);
      return answerOfScript(await transform({ ...response, vars }, options.timeoutMs), latencyMs);
    },
    close: async () => client.close(),
  };
}

interface RequestParts {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: Json;
}

/** Without a word on method or body, the prompt is posted as JSON. */
function bodyOf(config: ProviderConfig): Pick<RequestParts, "method" | "body"> {
  const method = config.text("method")?.toUpperCase();
  const written = config.values.get("body") ?? undefined;
  if (written === undefined && method === undefined)
    return { method: "POST", body: { prompt: "{{prompt}}" } };
  // JSON that is written as text is filled in leaf by leaf, so that a quote in a prompt cannot break it.
  const body = typeof written === "string" ? (parseJson(written) ?? written) : written;
  return { method: method ?? "POST", ...(body !== undefined && { body }) };
}

function requestOf(parts: RequestParts, request: ProviderRequest, config: ProviderConfig): HttpRequest {
  const vars = new Map([...request.vars, ["prompt", request.text]]);
  const template = new HttpTemplate(config.spec.at.file, vars);
  const url = config.address(template.text(parts.url), "url");
  for (const [name, value] of Object.entries(template.texts(parts.query))) url.searchParams.set(name, value);
  const headers = template.texts(parts.headers);
  const { method, body } = parts;
  if (body === undefined || method === "GET" || method === "HEAD") return { url, method, headers };
  if (typeof body === "string") {
    return { url, method, headers: { "content-type": "text/plain", ...headers }, body: template.text(body) };
  }
  const json = { "content-type": "application/json", ...headers };
  if (json["content-type"].includes("x-www-form-urlencoded")) {
    return { url, method, headers: json, body: formText(template.data(body)) };
  }
  return { url, method, headers: json, body: JSON.stringify(template.data(body)) };
}

async function readResponse(
  reply: HttpReply,
): Promise<{ status: number; text: string; headers: Record<string, string> }> {
  const text = await wholeText(reply);
  if (reply.status >= 300) throw statusFault(reply.status, reply.headers, text);
  if (text.trim() === "") throw garbage("answered with an empty body", "");
  const type = reply.headers["content-type"] ?? "";
  if (type.includes("json") && parseJson(text) === undefined) {
    throw isHtml(text)
      ? garbage("answered with a page of HTML instead of JSON", text)
      : garbage("answered with broken JSON", text);
  }
  const headers = Object.entries(reply.headers).map(([name, value]) => [name, String(value)]);
  return { status: reply.status, text, headers: Object.fromEntries(headers) };
}

function formText(body: Json): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(typeof body === "object" && body !== null ? body : {})) {
    form.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  return form.toString();
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

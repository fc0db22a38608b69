import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { Vars } from "../../evals/types.js";
import { isJsonMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import type { HttpRequest } from "../http/http-client.js";
import { parseJson } from "../json-access.js";
import type { ProviderConfig } from "../provider-config.js";
import { HttpTemplate } from "./http-template.js";
import { parseRawRequest } from "./raw-request.js";

/** Makes a request of a case's variables, among them `prompt`. */
export type RequestMaker = (vars: Vars) => HttpRequest;

/** What a config says of the request: part by part, or `request` as it goes over the wire. */
export async function requestMaker(config: ProviderConfig): Promise<RequestMaker> {
  const raw = config.text("request");
  return raw === undefined ? inParts(config) : inOnePiece(config, await rawText(config, raw));
}

function inParts(config: ProviderConfig): RequestMaker {
  const url =
    config.text("url") ?? (/^https?:/.test(config.spec.id) ? config.filled(config.spec.id) : undefined);
  if (url === undefined) throw config.wrong("url", "set: the address to ask");
  if (!url.includes("{{")) config.address(url, "url");
  const fixed = lowerCase(config.texts("headers"));
  const query = config.texts("queryParams");
  const { method, body } = bodyOf(config);
  return (vars) => {
    const template = new HttpTemplate(config.spec.at.file, vars);
    const address = config.address(template.text(url), "url");
    for (const [name, value] of Object.entries(template.texts(query))) address.searchParams.set(name, value);
    const headers = template.texts(fixed);
    const asked = { url: address, method };
    if (body === undefined || method === "GET" || method === "HEAD") return { ...asked, headers };
    if (typeof body === "string") {
      return { ...asked, headers: { "content-type": "text/plain", ...headers }, body: template.text(body) };
    }
    const json = { "content-type": "application/json", ...headers };
    const data = withTransformed(template.data(body), vars.get("prompt"));
    const isForm = json["content-type"].includes("x-www-form-urlencoded");
    return { ...asked, headers: json, body: isForm ? formText(data) : JSON.stringify(data) };
  };
}

/** Without a word on method or body, the prompt is posted as JSON. */
function bodyOf(config: ProviderConfig): { readonly method: string; readonly body?: Json } {
  const method = config.text("method")?.toUpperCase();
  const written = config.values.get("body") ?? undefined;
  if (written === undefined && method === undefined)
    return { method: "POST", body: { prompt: "{{prompt}}" } };
  // JSON that is written as text is filled in leaf by leaf, so that a quote in a prompt cannot break it.
  const body = typeof written === "string" ? (parseJson(written) ?? written) : written;
  return { method: method ?? "POST", ...(body !== undefined && { body }) };
}

/** Where transformRequest made a mapping of the prompt, its members go before those of the body. */
function withTransformed(body: Json, prompt: Json | undefined): Json {
  return isJsonMapping(prompt) && isJsonMapping(body) ? { ...body, ...prompt } : body;
}

/** Texts are written into it as inside of JSON texts, so that a quote cannot break the body. */
function inOnePiece(config: ProviderConfig, text: string): RequestMaker {
  const named = config.text("url") ?? config.spec.id;
  const scheme = named.startsWith("https") || config.flag("useHttps") === true ? "https" : "http";
  return (vars) => {
    const escaped = new Map(
      [...vars].map(([name, value]) => [
        name,
        typeof value === "string" ? JSON.stringify(value).slice(1, -1) : value,
      ]),
    );
    const request = parseRawRequest(new HttpTemplate(config.spec.at.file, escaped).text(text));
    if ("problem" in request) throw config.wrong("request", `a request: it has to ${request.problem}`);
    const { "content-length": _, host, ...headers } = request.headers;
    const base = host === undefined ? undefined : `${scheme}://${host}`;
    if (!URL.canParse(request.target, base))
      throw config.wrong("request", "a request with a header Host: the service to ask");
    const { method, body } = request;
    return { url: new URL(request.target, base), method, headers, ...(body !== undefined && { body }) };
  };
}

async function rawText(config: ProviderConfig, written: string): Promise<string> {
  if (!written.startsWith("file://")) return written;
  const name = written.slice("file://".length);
  try {
    return config.filled(await readFile(isAbsolute(name) ? name : join(config.context.folder, name), "utf8"));
  } catch (error) {
    throw config.wrong(
      "request",
      `a file that can be read: ${error instanceof Error ? error.message : error}`,
    );
  }
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

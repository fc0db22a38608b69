import { ProviderFault } from "../../evals/provider.js";
import type { Json } from "../../prompts/types.js";

/**
 * Posts JSON to an address that a suite names, and reads the JSON of the answer.
 * @throws {ProviderFault} for everything that goes wrong.
 */
export async function postJson(
  address: string,
  body: Json,
  {
    timeoutMs,
    env,
  }: { readonly timeoutMs: number; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Json> {
  const { HttpClient, wholeText } = await import("../../providers/http/http-client.js");
  const { proxySettings } = await import("../../providers/http/proxy-settings.js");
  const url = httpUrl(address);
  const proxy = proxySettings((name) => env[name] || undefined);
  const client = new HttpClient(proxy ? { proxy } : {});
  try {
    const headers = { "content-type": "application/json", accept: "application/json" };
    const request = { url, method: "POST", headers, body: JSON.stringify(body) };
    return await client.exchange(request, { timeoutMs }, async (reply) => {
      const text = await wholeText(reply);
      if (reply.status < 200 || reply.status > 299) {
        const kind = reply.status >= 500 ? "server" : "request";
        throw new ProviderFault(kind, `${url.origin} answered ${reply.status}`, { status: reply.status });
      }
      return parsed(text, url);
    });
  } finally {
    client.close();
  }
}

function httpUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new ProviderFault("request", `${JSON.stringify(address)} is no address of the web`);
}

function parsed(text: string, url: URL): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProviderFault("garbage", `${url.origin} did not answer with JSON`, { cause });
  }
}

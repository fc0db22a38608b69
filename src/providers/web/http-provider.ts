import type { Provider } from "../../evals/provider.js";
import type { Vars } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import { answerOfScript } from "../answer-of-script.js";
import { fileDigests } from "../file-digest.js";
import { clientOf } from "../http/client-of.js";
import { type HttpReply, wholeText } from "../http/http-client.js";
import { garbage, isHtml, statusFault } from "../http/http-faults.js";
import { tlsSettings } from "../http/tls-settings.js";
import { parseJson } from "../json-access.js";
import { programCost } from "../program-cost.js";
import type { ProviderConfig } from "../provider-config.js";
import { providerIdentity } from "../provider-identity.js";
import { type ConfigScript, configScript } from "./config-script.js";
import { httpAuth } from "./http-auth.js";
import { requestMaker } from "./http-parts.js";
import { responseTransform } from "./response-transform.js";

/** What promptfoo's HTTP provider has beside this. */
const unsupported = [
  ...["sessionParser", "sessionSource", "session", "signatureAuth", "multipart", "streamResponse"],
];

/** `https://…`, or `http` with `url` or `request` in its config: any service that answers a request. */
export async function httpProvider(config: ProviderConfig): Promise<Provider> {
  for (const name of unsupported) {
    if (config.values.has(name)) {
      throw config.wrong(name, "left out", "mlx does not do this; a script (file://provider.js) can");
    }
  }
  const make = await requestMaker(config);
  const client = clientOf(config, await tlsSettings(config));
  const sign = httpAuth(config, client);
  const transform = responseTransform(config);
  const change = optionalScript(
    config,
    ["transformRequest", "requestTransform"],
    ["prompt", "vars", "context"],
  );
  const accepts = optionalScript(config, ["validateStatus"], ["status"]);
  const request = /^file:\/\/(.+)$/.exec(config.text("request") ?? "")?.[1];
  const named = [request, transform.file, change?.file, accepts?.file].filter((file) => file !== undefined);
  const files = await fileDigests(config.context.folder, named);
  return {
    id: config.spec.id,
    identity: providerIdentity(config, { family: "http", id: config.spec.id, files }),
    cacheable: true,
    ...programCost(config),
    async call(request, options) {
      const own = Object.fromEntries(request.vars);
      const { timeoutMs } = options;
      const prompt: Json = change ? await change.run([request.text, own, {}], timeoutMs) : request.text;
      const vars: Vars = new Map<string, Json>([...request.vars, ["prompt", prompt]]);
      const sent = await sign(make(vars), vars, options);
      const started = performance.now();
      const isFine = async (status: number) =>
        accepts ? (await accepts.run([status], timeoutMs)) === true : status < 300;
      const response = await client.exchange(sent, options, (reply) => readResponse(reply, isFine));
      const latencyMs = performance.now() - started;
      return answerOfScript(await transform.answer({ ...response, vars: own }, timeoutMs), latencyMs);
    },
    close: async () => client.close(),
  };
}

function optionalScript(
  config: ProviderConfig,
  settings: readonly string[],
  names: readonly string[],
): ConfigScript | undefined {
  const written = config.text(...settings);
  const [setting = ""] = settings;
  return written === undefined
    ? undefined
    : configScript(config, { setting, written, names, failed: `has a ${setting} that fails` });
}

async function readResponse(
  reply: HttpReply,
  isFine: (status: number) => Promise<boolean>,
): Promise<{ status: number; text: string; headers: Record<string, string> }> {
  const text = await wholeText(reply);
  if (!(await isFine(reply.status))) throw statusFault(reply.status, reply.headers, text);
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

import { env } from "node:process";
import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from "@aws-sdk/client-bedrock-runtime";
import { Interrupted } from "../../core/errors.js";
import { type CallOptions, type Provider, ProviderFault } from "../../evals/provider.js";
import type { ProviderAnswer, ProviderRequest } from "../../evals/types.js";
import { callPrice } from "../call-price.js";
import { configSettings, numberSetting, settingsOf } from "../chat/model-settings.js";
import { modelChoice, neededModel } from "../model-choice.js";
import type { ProviderConfig } from "../provider-config.js";
import { providerIdentity } from "../provider-identity.js";
import { readProviderName } from "../provider-name.js";
import { bedrockFault } from "./bedrock-fault.js";
import { ConverseCollector } from "./converse-collector.js";
import { converseInput } from "./converse-input.js";

/**
 * `bedrock:MODEL` by the Converse interface, which is one for all models. Credentials come from the AWS chain, or from a
 * Bedrock key in `AWS_BEARER_TOKEN_BEDROCK`. The SDK is loaded with the first call; its own retries are off.
 */
export function openBedrock(config: ProviderConfig): Provider {
  const name = readProviderName(config.spec.id, ["converse", "completion"]);
  const own = name.model ?? config.text("model");
  const choice = modelChoice(own, ["bedrock"]);
  const price = callPrice(config, "bedrock/");
  const settings = configSettings(config);
  const region =
    config.text("region") ??
    config.firstVariable(["AWS_BEDROCK_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"]) ??
    "us-east-1";
  const clientConfig = bedrockConfig(config, region);
  let client: Promise<BedrockRuntimeClient> | undefined;
  return {
    id: config.spec.id,
    identity: providerIdentity(config, { family: "bedrock", region, model: own ?? null }),
    cacheable: true,
    mostCostUsd: (request) =>
      price.most(request, choice(request), numberSetting(settingsOf(request, settings), "max_output_tokens")),
    async call(request, options) {
      const model = neededModel(choice, request);
      client ??= connect(clientConfig);
      const answer = await converse(await client, { model, request, settings }, options);
      return { ...answer, ...price.cost(answer.usage, model) };
    },
    close: async () => (await client)?.destroy(),
  };
}

interface Conversation {
  readonly model: string;
  readonly request: ProviderRequest;
  readonly settings: ReturnType<typeof configSettings>;
}

async function converse(
  client: BedrockRuntimeClient,
  { model, request, settings }: Conversation,
  { signal, timeoutMs }: CallOptions,
): Promise<ProviderAnswer> {
  const { ConverseStreamCommand } = await import("@aws-sdk/client-bedrock-runtime");
  if (signal?.aborted) throw new Interrupted();
  const late = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signals = [signal, late].filter((one) => one !== undefined);
  const collector = new ConverseCollector(request.outputSchema !== undefined);
  const started = performance.now();
  let ttftMs: number | undefined;
  try {
    const command = new ConverseStreamCommand(converseInput(model, request, settings));
    const reply = await client.send(command, { abortSignal: AbortSignal.any(signals) });
    for await (const event of reply.stream ?? []) {
      // Between the events of a stream that nobody sends any more there is no other place to look.
      if (signal?.aborted || late?.aborted) break;
      collector.addEvent(event);
      if (ttftMs === undefined && collector.begun) ttftMs = performance.now() - started;
    }
  } catch (error) {
    if (!signal?.aborted && !late?.aborted) throw bedrockFault(error);
  }
  if (signal?.aborted) throw new Interrupted();
  if (late?.aborted) throw new ProviderFault("timeout", `gave no whole answer within ${timeoutMs} ms`);
  if (!collector.complete) {
    throw new ProviderFault("server", "broke its answer off (the stream ended in the middle)");
  }
  return {
    ...collector.content(),
    ...(ttftMs !== undefined && { ttftMs }),
    latencyMs: performance.now() - started,
    cached: false,
    model,
  };
}

function bedrockConfig(config: ProviderConfig, region: string): BedrockRuntimeClientConfig {
  const token = config.variable("AWS_BEARER_TOKEN_BEDROCK") ?? config.text("apiKey");
  const accessKeyId = config.text("accessKeyId") ?? config.variable("AWS_ACCESS_KEY_ID");
  const secretAccessKey = config.text("secretAccessKey") ?? config.variable("AWS_SECRET_ACCESS_KEY");
  const sessionToken = config.text("sessionToken") ?? config.variable("AWS_SESSION_TOKEN");
  for (const secret of [token, secretAccessKey, sessionToken]) if (secret) config.secrets.add(secret);
  const endpoint = config.text("endpoint", "apiBaseUrl") ?? config.variable("AWS_BEDROCK_ENDPOINT");
  const profile = config.text("profile") ?? config.variable("AWS_PROFILE");
  return {
    region,
    maxAttempts: 1,
    ...(endpoint !== undefined && { endpoint: config.address(endpoint, "endpoint").href }),
    ...(profile !== undefined && { profile }),
    ...(token !== undefined && { token: { token }, authSchemePreference: ["httpBearerAuth"] }),
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && {
        credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
      }),
  };
}

/** The SDK's constructor warns about coming Node versions on the terminal unless this variable says no. */
async function connect(config: BedrockRuntimeClientConfig): Promise<BedrockRuntimeClient> {
  const { BedrockRuntimeClient } = await import("@aws-sdk/client-bedrock-runtime");
  const name = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";
  const before = env[name];
  env[name] = "true";
  try {
    return new BedrockRuntimeClient(config);
  } finally {
    if (before === undefined) delete env[name];
    else env[name] = before;
  }
}

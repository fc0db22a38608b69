import { MlxError } from "../core/errors.js";
import { closest } from "../core/suggest.js";
import type { Provider } from "../evals/provider.js";
import type { ProviderSpec } from "../evals/types.js";
import { withConfigFiles } from "./config-files.js";
import { guarded } from "./guarded-provider.js";
import { openaiServices } from "./openai/service.js";
import { ProviderConfig } from "./provider-config.js";
import type { ProviderContext } from "./provider-context.js";
import { readProviderName } from "./provider-name.js";

type Opener = (config: ProviderConfig) => Promise<Provider>;

const azure: Opener = async (config) => (await import("./openai/open-openai.js")).openAzure(config);
const google: Opener = async (config) => (await import("./google/open-google.js")).openGoogle(config);
const http: Opener = async (config) => (await import("./web/http-provider.js")).httpProvider(config);
const script: Opener = async (config) => (await import("./script-provider.js")).scriptProvider(config);

const openers: ReadonlyMap<string, Opener> = new Map([
  ...[...openaiServices].map(([name, service]): [string, Opener] => [
    name,
    async (config) => (await import("./openai/open-openai.js")).openOpenai(config, service),
  ]),
  ["azure", azure],
  ["azureopenai", azure],
  ["anthropic", async (config) => (await import("./anthropic/open-anthropic.js")).openAnthropic(config)],
  ["google", google],
  ["gemini", google],
  ["vertex", google],
  ["bedrock", async (config) => (await import("./bedrock/open-bedrock.js")).openBedrock(config)],
  ["http", http],
  ["https", http],
  ["exec", async (config) => (await import("./exec-provider.js")).execProvider(config)],
  ["replay", async (config) => (await import("./replay-provider.js")).replayProvider(config)],
  ["file", script],
  ["python", script],
  ["ruby", script],
]);

/** What the ids of providers begin with. */
export const providerFamilies: readonly string[] = ["echo", ...openers.keys()];

/**
 * Opens a provider by its id. Nothing is sent and no key is asked for before the first call, so that a dry run and a run
 * that is answered from the cache need none.
 * @throws {MlxError} `MLX_UNKNOWN_PROVIDER` for an id that names none, `MLX_PROVIDER_CONFIG` for a setting that cannot be.
 */
export async function openProvider(spec: ProviderSpec, context: ProviderContext): Promise<Provider> {
  const { family } = readProviderName(spec.id);
  if (family === "echo") return (await import("./echo-provider.js")).echoProvider(spec.id);
  const open = openers.get(family);
  if (!open) throw unknownProvider(spec, family);
  const config = new ProviderConfig(await withConfigFiles(spec, context.folder), context);
  return guarded(await open(config), config);
}

function unknownProvider(spec: ProviderSpec, family: string): MlxError {
  const meant = closest(family, providerFamilies);
  return new MlxError("MLX_UNKNOWN_PROVIDER", `there is no provider ${spec.id}`, {
    exitCode: 2,
    at: spec.at,
    hint:
      meant === undefined
        ? `known are ${providerFamilies.join(", ")}; a service that speaks OpenAI's language is openai:MODEL with config.apiBaseUrl`
        : `did you mean ${meant}${spec.id.slice(family.length)}?`,
  });
}

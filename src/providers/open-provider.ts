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

const families: readonly string[] = ["echo", ...openers.keys()];

/** What is wrong with an id, and what to do about it. */
interface UnknownProvider {
  readonly message: string;
  readonly hint: string;
}

/** Undefined for an id of a kind that is known. */
export function unknownProvider(id: string): UnknownProvider | undefined {
  const { family } = readProviderName(id);
  return families.includes(family) ? undefined : unknown(id, family);
}

function unknown(id: string, family: string): UnknownProvider {
  const meant = closest(family, families);
  const hint =
    meant === undefined
      ? `known are: ${families.join(", ")}; a service that speaks OpenAI's language is openai:MODEL with config.apiBaseUrl`
      : `did you mean ${meant}${id.slice(family.length)}?`;
  return { message: `there is no provider ${id}`, hint };
}

/**
 * Opens a provider by its id. Nothing is sent and no key is asked for before the first call, so that a dry run and a run
 * that is answered from the cache need none.
 * @throws {MlxError} `MLX_UNKNOWN_PROVIDER` for an id that names none, `MLX_PROVIDER_CONFIG` for a setting that cannot be.
 */
export async function openProvider(spec: ProviderSpec, context: ProviderContext): Promise<Provider> {
  const { family } = readProviderName(spec.id);
  if (family === "echo") return (await import("./echo-provider.js")).echoProvider(spec.id);
  const open = openers.get(family);
  if (!open) {
    const { message, hint } = unknown(spec.id, family);
    throw new MlxError("MLX_UNKNOWN_PROVIDER", message, { exitCode: 2, at: spec.at, hint });
  }
  const config = new ProviderConfig(await withConfigFiles(spec, context.folder), context);
  return guarded(await open(config), config);
}

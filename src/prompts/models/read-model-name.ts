/** What a model's name says by itself. */
export interface ModelName {
  /** What to look up, the likeliest first; the first is the name without what a host put before it. */
  readonly candidates: readonly [string, ...string[]];
  /** What stands before the model's own name, such as `openai/` or `vertex_ai/`. */
  readonly prefix: string;
  /** Whether somebody else than the maker serves it, whose prices and dates differ. */
  readonly hosted: boolean;
  /** Whether it is a fine-tuned model of the maker's. */
  readonly tuned: boolean;
  /** Whether the name says itself that it moves. */
  readonly moves: boolean;
}

const makers = [
  "openai",
  "anthropic",
  "google",
  "gemini",
  "mistral",
  "mistralai",
  "cohere",
  "deepseek",
  "xai",
];
const hosts = [
  ...["azure", "azureopenai", "bedrock", "vertex", "vertex_ai", "vertexai", "openrouter", "groq", "together"],
  ...[
    "together_ai",
    "togetherai",
    "fireworks",
    "fireworks_ai",
    "ollama",
    "ollama_chat",
    "replicate",
    "github",
  ],
  ...["huggingface", "perplexity", "databricks", "watsonx", "sagemaker", "litellm", "portkey", "deepinfra"],
];
/** promptfoo writes `openai:chat:gpt-4.1`. */
const endpoints = ["chat", "completion", "responses", "messages"];
const region = /^(?:us|eu|apac|global|jp|au|ca|us-gov)\./;
const vendor = /^(?:anthropic|amazon|meta|mistral|cohere|deepseek|openai|google)\./;
const bedrockVersion = /-v\d+(?::\d+)?(?::\d+k)?$/;
const movingName = /(?:^|[-:@/.])(?:latest|default)$/i;

/**
 * Takes a model's name apart: `openai/gpt-4o`, `openai:chat:gpt-4o`, `models/gemini-2.5-pro`,
 * `us.anthropic.claude-sonnet-4-5-20250929-v1:0`, `claude-sonnet-4-5@20250929`, `ft:gpt-4o-2024-08-06:team::id`.
 */
export function readModelName(written: string): ModelName {
  const full = written.trim();
  const { prefix, parts } = takePrefix(full);
  const rest = full.slice(prefix.length);
  const tuned = rest.startsWith("ft:");
  const own = tuned ? (rest.split(":")[1] ?? rest) : rest;
  const local = own.replace(region, "");
  const ollama = parts.some((part) => part.startsWith("ollama"));
  return {
    candidates: [own, ...variants(own, local).filter((name) => name !== own)],
    prefix,
    tuned,
    hosted: local !== own || isHosted(local, parts),
    moves: movingName.test(own) || (ollama && !own.includes(":")),
  };
}

/** Bedrock is the home of Amazon's own models. */
function isHosted(local: string, parts: readonly string[]): boolean {
  if (local.startsWith("amazon.")) return false;
  return vendor.test(local) || parts.some((part) => hosts.includes(part));
}

/** Everything up to the last `/`, then providers that stand before a `:`. */
function takePrefix(full: string): { prefix: string; parts: readonly string[] } {
  let length = full.lastIndexOf("/") + 1;
  const parts = full.slice(0, length).toLowerCase().split(/[/:]/);
  for (;;) {
    const colon = full.indexOf(":", length);
    const word = full.slice(length, Math.max(colon, length)).toLowerCase();
    const known = makers.includes(word) || hosts.includes(word) || (length > 0 && endpoints.includes(word));
    if (!known) return { prefix: full.slice(0, length), parts };
    parts.push(word);
    length = colon + 1;
  }
}

function variants(own: string, local: string): string[] {
  const bare = local.replace(vendor, "");
  const plain = bare.replace(bedrockVersion, "");
  const snapshot = plain.replace("@", "-");
  const untagged = plain.replace(/:[a-z]+$/i, "");
  const undated = plain.replace(/[-:@](?:latest|default)$/i, "");
  const unquantized = plain.replace(/^(.*llama.*?)-(?:turbo|fp8|awq|gptq)$/i, "$1");
  return [local, bare, plain, snapshot, untagged, undated, unquantized].filter((name) => name !== own);
}

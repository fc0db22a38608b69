/** A service that speaks OpenAI's language. */
export interface OpenAiService {
  readonly base: string;
  /** Variables that hold its key, the usual one first. */
  readonly keys: readonly string[];
  /** Variables that hold another base address. */
  readonly bases: readonly string[];
  /** Whether it runs on machines of the user's own, needs no key and is not billed by the token. */
  readonly own?: boolean;
  /** What stands before a model's name in the table of prices: the maker's, or a host's whose prices are its own. */
  readonly priced: string;
  /** Whether it refuses `stream_options`; its streams tell the usage by themselves. */
  readonly plainStream?: boolean;
  /** Its name of a setting. */
  readonly renamed?: Readonly<Record<string, string>>;
}

const upper = (name: string, base: string, priced = `${name}/`): OpenAiService => ({
  base,
  keys: [`${name.toUpperCase()}_API_KEY`],
  bases: [`${name.toUpperCase()}_BASE_URL`, `${name.toUpperCase()}_API_BASE_URL`],
  priced,
});
// Under a gateway's name, so that a model with a known name is not taken for its maker's.
const own = (name: string, base: string): OpenAiService => ({ ...upper(name, base, "litellm/"), own: true });

/** By what stands before the first `:` of a provider's id. */
export const openaiServices: ReadonlyMap<string, OpenAiService> = new Map([
  ["openai", upper("openai", "https://api.openai.com/v1")],
  ["openrouter", upper("openrouter", "https://openrouter.ai/api/v1")],
  [
    "mistral",
    {
      ...upper("mistral", "https://api.mistral.ai/v1"),
      plainStream: true,
      renamed: { seed: "random_seed" },
    },
  ],
  ["groq", upper("groq", "https://api.groq.com/openai/v1")],
  ["deepseek", upper("deepseek", "https://api.deepseek.com/v1")],
  ["xai", upper("xai", "https://api.x.ai/v1")],
  // What promptfoo and the makers call the same: hosts with prices of their own.
  ["together", { ...upper("together", "https://api.together.xyz/v1"), keys: ["TOGETHER_API_KEY"] }],
  ["togetherai", upper("together", "https://api.together.xyz/v1")],
  ["fireworks", upper("fireworks", "https://api.fireworks.ai/inference/v1")],
  ["perplexity", upper("perplexity", "https://api.perplexity.ai")],
  ["cerebras", upper("cerebras", "https://api.cerebras.ai/v1", "litellm/")],
  ["github", { ...upper("github", "https://models.github.ai/inference"), keys: ["GITHUB_TOKEN"] }],
  // A gateway's prices are the project's to tell; what it needs of keys, too.
  ["litellm", { ...own("litellm", "http://localhost:4000/v1"), own: false }],
  ["vllm", own("vllm", "http://localhost:8000/v1")],
  ["ollama", own("ollama", "http://localhost:11434/v1")],
  ["localai", own("localai", "http://localhost:8080/v1")],
  ["lmstudio", own("lmstudio", "http://localhost:1234/v1")],
]);

import type { ModelEntry } from "./model-entry.js";

const window256k = { contextWindow: 262_144 };
const window128k = { contextWindow: 128_000 };

/**
 * Mistral: a name with a year and month is fixed, `-latest` moves.
 * @see https://docs.mistral.ai/getting-started/models
 */
const mistral: readonly ModelEntry[] = [
  {
    name: "mistral-large-2512",
    moving: ["mistral-large-latest"],
    ...window256k,
    inputPrice: 0.5,
    outputPrice: 1.5,
    retires: "2027-04-30",
  },
  {
    name: "mistral-medium-2604",
    moving: ["mistral-medium-latest", "mistral-medium"],
    ...window256k,
    inputPrice: 1.5,
    outputPrice: 7.5,
    retires: "2027-04-30",
  },
  {
    name: "mistral-small-2603",
    moving: ["mistral-small-latest"],
    ...window256k,
    inputPrice: 0.15,
    outputPrice: 0.6,
  },
  { name: "mistral-large-2411", contextWindow: 131_072, retires: "2026-05-31" },
  {
    name: "ministral-14b-2512",
    moving: ["ministral-14b-latest"],
    ...window256k,
    inputPrice: 0.2,
    outputPrice: 0.2,
  },
  {
    name: "ministral-8b-2512",
    moving: ["ministral-8b-latest"],
    ...window256k,
    inputPrice: 0.15,
    outputPrice: 0.15,
  },
  {
    name: "ministral-3b-2512",
    moving: ["ministral-3b-latest"],
    contextWindow: 131_072,
    inputPrice: 0.1,
    outputPrice: 0.1,
  },
  { name: "codestral-2508", moving: ["codestral-latest"], inputPrice: 0.3, outputPrice: 0.9 },
];

/** @see https://docs.cohere.com/docs/models */
const cohere: readonly ModelEntry[] = [
  { name: "command-a-03-2025", contextWindow: 256_000, maxOutput: 8000, inputPrice: 2.5, outputPrice: 10 },
  {
    name: "command-r-plus-08-2024",
    moving: ["command-r-plus"],
    ...window128k,
    maxOutput: 4096,
    inputPrice: 2.5,
    outputPrice: 10,
  },
  {
    name: "command-r-08-2024",
    moving: ["command-r"],
    ...window128k,
    maxOutput: 4096,
    inputPrice: 0.15,
    outputPrice: 0.6,
  },
  { name: "command-r7b-12-2024", ...window128k, maxOutput: 4096, inputPrice: 0.0375, outputPrice: 0.15 },
];

/**
 * DeepSeek: `deepseek-chat` and `deepseek-reasoner` were moved to each new release.
 * @see https://api-docs.deepseek.com/quick_start/pricing
 */
const deepseek: readonly ModelEntry[] = [
  { name: "deepseek-chat", pinned: false, retires: "2026-07-24" },
  { name: "deepseek-reasoner", pinned: false, retires: "2026-07-24" },
  { name: "deepseek-v4-flash", contextWindow: 1_000_000, inputPrice: 0.3, outputPrice: 1.2 },
  { name: "deepseek-v4-pro", contextWindow: 1_000_000, inputPrice: 1.32, outputPrice: 3.96 },
];

/**
 * xAI: a name without a date stands for the latest stable release of the model.
 * @see https://docs.x.ai/docs/models
 */
const xai: readonly ModelEntry[] = [
  { name: "grok-2-1212", moving: ["grok-2", "grok-2-latest"] },
  { name: "grok-3", pinned: false, contextWindow: 131_072 },
  { name: "grok-4-0709", moving: ["grok-4", "grok-4-latest"], contextWindow: 256_000 },
  { name: "grok-4.3", pinned: false, contextWindow: 1_000_000, inputPrice: 1.25, outputPrice: 2.5 },
  { name: "grok-4.5", pinned: false, contextWindow: 500_000, inputPrice: 2, outputPrice: 6 },
  { name: "grok-4.6", pinned: false, contextWindow: 500_000, inputPrice: 2, outputPrice: 6 },
  { name: "grok-4.7", pinned: false, contextWindow: 500_000, inputPrice: 2, outputPrice: 6 },
];

/**
 * Amazon Nova on Bedrock, on demand in us-east-1.
 * @see https://aws.amazon.com/bedrock/pricing/
 */
const amazon: readonly ModelEntry[] = [
  {
    name: "amazon.nova-micro-v1:0",
    ...window128k,
    maxOutput: 10_000,
    inputPrice: 0.035,
    outputPrice: 0.14,
  },
  {
    name: "amazon.nova-lite-v1:0",
    contextWindow: 300_000,
    maxOutput: 10_000,
    inputPrice: 0.06,
    outputPrice: 0.24,
  },
  {
    name: "amazon.nova-pro-v1:0",
    contextWindow: 300_000,
    maxOutput: 10_000,
    inputPrice: 0.8,
    outputPrice: 3.2,
  },
  {
    name: "amazon.nova-premier-v1:0",
    contextWindow: 1_000_000,
    maxOutput: 10_000,
    inputPrice: 2.5,
    outputPrice: 12.5,
  },
];

/** Open weights: what they cost and when they go depends on who serves them. */
const open: readonly ModelEntry[] = [
  { name: "llama-3.1-8b-instruct", contextWindow: 131_072 },
  { name: "llama-3.1-70b-instruct", contextWindow: 131_072 },
  { name: "llama-3.1-405b-instruct", contextWindow: 131_072 },
  { name: "llama-3.3-70b-instruct", contextWindow: 131_072 },
  { name: "llama-3.3-70b-versatile", contextWindow: 131_072 },
  { name: "llama-4-scout-17b-16e-instruct", contextWindow: 10_485_760 },
  { name: "llama-4-maverick-17b-128e-instruct", contextWindow: 1_048_576 },
  { name: "meta.llama3-1-8b-instruct-v1:0", ...window128k },
  { name: "meta.llama3-1-70b-instruct-v1:0", ...window128k },
  { name: "meta.llama3-3-70b-instruct-v1:0", ...window128k },
  { name: "meta.llama4-scout-17b-instruct-v1:0" },
  { name: "meta.llama4-maverick-17b-instruct-v1:0" },
];

export const otherModels: readonly ModelEntry[] = [
  ...mistral,
  ...cohere,
  ...deepseek,
  ...xai,
  ...amazon,
  ...open,
];

import type { ModelEntry } from "./model-entry.js";

const window = { contextWindow: 1_048_576, maxOutput: 65_536 };
const flash38 = { ...window, inputPrice: 0.75, outputPrice: 3.75 };

/**
 * Gemini models of the Gemini API. Google calls names without a date stable and fixed; names that end in `-latest` are swapped
 * with each release. Prices: text, short context.
 * @see https://ai.google.dev/gemini-api/docs/models, …/pricing, …/deprecations
 */
export const googleModels: readonly ModelEntry[] = [
  { name: "gemini-1.5-pro-002", moving: ["gemini-1.5-pro"], contextWindow: 2_097_152, maxOutput: 8192 },
  { name: "gemini-1.5-flash-002", moving: ["gemini-1.5-flash"], contextWindow: 1_048_576, maxOutput: 8192 },
  {
    name: "gemini-2.0-flash-001",
    moving: ["gemini-2.0-flash"],
    contextWindow: 1_048_576,
    maxOutput: 8192,
    inputPrice: 0.1,
    outputPrice: 0.4,
  },
  {
    name: "gemini-2.0-flash-lite-001",
    moving: ["gemini-2.0-flash-lite"],
    contextWindow: 1_048_576,
    maxOutput: 8192,
    inputPrice: 0.075,
    outputPrice: 0.3,
  },
  {
    name: "gemini-2.5-pro",
    ...window,
    inputPrice: 1.25,
    outputPrice: 10,
    retires: "2026-12-01",
    successor: "gemini-3.8-flash",
  },
  {
    name: "gemini-2.5-flash",
    ...window,
    inputPrice: 0.3,
    outputPrice: 2.5,
    retires: "2026-12-01",
    successor: "gemini-3.5-flash-lite",
  },
  { name: "gemini-2.5-flash-lite", ...window, inputPrice: 0.1, outputPrice: 0.4 },
  { name: "gemini-3-flash-preview", ...window, inputPrice: 0.5, outputPrice: 3 },
  { name: "gemini-3.1-pro-preview", ...window, inputPrice: 2, outputPrice: 12 },
  {
    name: "gemini-3.1-flash-lite",
    ...window,
    inputPrice: 0.25,
    outputPrice: 1.5,
    retires: "2027-05-07",
    successor: "gemini-3.5-flash-lite",
  },
  { name: "gemini-3.5-flash", ...window, inputPrice: 1.5, outputPrice: 9 },
  { name: "gemini-3.5-flash-lite", ...window, inputPrice: 0.3, outputPrice: 2.5 },
  { name: "gemini-3.6-flash", ...flash38 },
  { name: "gemini-3.7-flash", ...flash38 },
  { name: "gemini-3.8-flash", ...flash38 },
  { name: "gemini-4-argon", contextWindow: 1_048_576, inputPrice: 2, outputPrice: 10 },
];

import type { Embeddings } from "../evals/provider.js";
import type { TokenUsage } from "../evals/token-usage.js";

/** Embeddings that were asked for part by part, as one: what nobody knows of a part, nobody knows of the whole. */
export function mergeEmbeddings(parts: readonly Embeddings[]): Embeddings {
  let usage: TokenUsage | undefined = { input: 0, output: 0, cached: 0 };
  let costUsd: number | undefined = 0;
  for (const part of parts) {
    usage = usage && part.usage && added(usage, part.usage);
    costUsd = costUsd === undefined || part.costUsd === undefined ? undefined : costUsd + part.costUsd;
  }
  return {
    vectors: parts.flatMap(({ vectors }) => vectors),
    ...(usage && { usage }),
    ...(costUsd !== undefined && { costUsd }),
  };
}

function added(a: TokenUsage, b: TokenUsage): TokenUsage {
  return { input: a.input + b.input, output: a.output + b.output, cached: a.cached + b.cached };
}

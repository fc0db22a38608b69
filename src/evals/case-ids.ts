import { sha256Of } from "../core/sha256.js";
import type { EvalCase, Suite } from "./types.js";

/** Names the cases of a suite. */
export type CaseIds = (item: EvalCase) => string;

/**
 * A case is called by its test. Where a suite has several prompts or providers, a digest of their labels follows; from the
 * second repeat on, its number: `refund-7`, `refund-7.4f2a91`, `refund-7.4f2a91#2`. A suite with one prompt and one provider
 * so keeps its ids when either is exchanged.
 */
export function caseIds(suite: Pick<Suite, "prompts" | "providers">): CaseIds {
  const one = suite.prompts.length * suite.providers.length <= 1;
  const prompts = distinctLabels(suite.prompts);
  const providers = distinctLabels(suite.providers);
  const digests = new Map<string, string>();
  return (item) => {
    const repeat = item.repeat === 0 ? "" : `#${item.repeat + 1}`;
    if (one) return item.test.id + repeat;
    const labels = `${prompts.get(item.prompt)}\0${providers.get(item.provider)}`;
    let digest = digests.get(labels);
    if (digest === undefined) {
      digest = sha256Of(labels).slice(0, 6);
      digests.set(labels, digest);
    }
    return `${item.test.id}.${digest}${repeat}`;
  };
}

/** Two of the same label are told apart by their order. */
function distinctLabels<T extends { readonly label: string }>(items: readonly T[]): Map<T, string> {
  const seen = new Map<string, number>();
  return new Map(
    items.map((item): [T, string] => {
      const earlier = seen.get(item.label) ?? 0;
      seen.set(item.label, earlier + 1);
      return [item, earlier === 0 ? item.label : `${item.label}\0${earlier}`];
    }),
  );
}

import { mergeAnnotations, type RunBundle } from "../bundle.js";
import { contentDifferences } from "./content-differences.js";

/** What taking a bundle in would do. */
export type Relation =
  | { readonly kind: "added" | "merged" | "unchanged" }
  | { readonly kind: "refused"; readonly differences: readonly string[] };

/** @param here what the ledger holds of the run; `undefined` if nothing. @param there the bundle to be taken in. */
export function relate(here: RunBundle | undefined, there: RunBundle): Relation {
  if (here === undefined) return { kind: "added" };
  if (here.digest !== there.digest)
    return { kind: "refused", differences: contentDifferences(here.content, there.content) };
  const merged = new Map(Object.entries(mergeAnnotations(here.annotations, there.annotations)));
  const before = new Map(Object.entries(here.annotations));
  const newer = [...merged].some(([key, { at, value }]) => {
    const old = before.get(key);
    return old === undefined || old.at !== at || old.value !== value;
  });
  return { kind: newer ? "merged" : "unchanged" };
}

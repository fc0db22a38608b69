import { MlxError } from "../../core/errors.js";
import { mergeAnnotations, type RunBundle } from "../bundle.js";
import type { RunId } from "../types.js";
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

/** The error for a run that cannot be taken in beside what is here. @param what the reason, a clause. */
export function runConflict(id: RunId, what: string): MlxError {
  return new MlxError("MLX_RUN_CONFLICT", `the run ${id} does not fit what is here already: ${what}`, {
    hint: `one of the two was changed after it ended; to take the other one: mlx runs rm ${id}, then mlx runs rm --purge ${id}`,
  });
}

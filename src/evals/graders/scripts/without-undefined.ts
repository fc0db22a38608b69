import type { Json } from "../../../prompts/types.js";

/** A mapping without the names that have no value, which JSON cannot hold. */
export function withoutUndefined(mapping: { readonly [key: string]: Json | undefined }): {
  readonly [key: string]: Json;
} {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(mapping)) if (value !== undefined) kept[key] = value;
  return kept;
}

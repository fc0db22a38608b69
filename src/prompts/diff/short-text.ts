import type { Json } from "../types.js";

const longest = 60;

/** A value within a sentence: as JSON, cut where it is long. */
export function shortText(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

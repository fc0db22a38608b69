import { sha256Of } from "../../core/sha256.js";
import type { CheckedPart } from "../../drift/checked.js";
import type { Redaction } from "../../drift/profile.js";

/**
 * Windows and segments of a redacted column without its values: segments, with `hash`, by the hashes that a baseline has of them;
 * all others by their place.
 */
export function redactParts(parts: readonly CheckedPart[], redact: Redaction): readonly CheckedPart[] {
  return parts.map(({ until, label, ...part }, place) => {
    const isSegment = until === undefined;
    if (isSegment && label === noValue) return { ...part, label };
    const name = isSegment && redact === "hash" ? sha256Of(label).slice(0, 16) : `redacted ${place + 1}`;
    return { ...part, label: name };
  });
}

/** How the segment of the rows without a value is called. */
export const noValue = "(none)";

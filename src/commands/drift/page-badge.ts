import { type Markup, markup } from "../../core/markup.js";
import type { DriftVerdict } from "../../drift/verdict.js";

export function badge(verdict: DriftVerdict): Markup {
  return markup`<span class="badge ${verdict}">${verdict}</span>`;
}

import type { DriftVerdict } from "../../drift/verdict.js";
import { type Markup, markup } from "../../ui/html/markup.js";

export function badge(verdict: DriftVerdict): Markup {
  return markup`<span class="badge ${verdict}">${verdict}</span>`;
}

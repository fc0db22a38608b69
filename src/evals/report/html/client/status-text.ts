import type { PageRow, PageStatus } from "../page-data.js";
import { element } from "./elements.js";

const signs: Readonly<Record<PageStatus, string>> = { passed: "✓", failed: "✗", errored: "!" };

/** A status by sign, word and colour. */
export function statusText(status: PageStatus): HTMLElement {
  return element(
    "span",
    { class: `${status}-text` },
    element("span", { "aria-hidden": "true" }, `${signs[status]} `),
    status,
  );
}

/** What else is to be known of a case at first sight. */
export function tagsOf({ critical, flip }: PageRow): readonly HTMLElement[] {
  const names = [...(critical ? ["critical"] : []), ...(flip ? [flip] : [])];
  return names.map((name) => element("span", { class: "tag" }, name));
}

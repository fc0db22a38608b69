import { type Markup, markup } from "../../../../core/markup.js";

const width = 260;

/** Passed, failed and errored as parts of a bar. */
export function shareBar(counts: {
  readonly passed: number;
  readonly failed: number;
  readonly errored: number;
}): Markup {
  const { passed, failed, errored } = counts;
  const total = passed + failed + errored || 1;
  let from = 0;
  const parts = (["passed", "failed", "errored"] as const).flatMap((status) => {
    const size = (width * counts[status]) / total;
    const at = from;
    from += size;
    return size === 0
      ? []
      : [
          markup`<rect class="part ${status}" x="${at.toFixed(1)}" width="${Math.max(1, size).toFixed(1)}" y="5" height="12"/>`,
        ];
  });
  return markup`<svg viewBox="0 0 ${width} 22" role="img" aria-label="${passed} passed, ${failed} failed, ${errored} errored">${parts}</svg>`;
}

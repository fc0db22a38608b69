import type { Eventual } from "../../core/eventual.js";
import type { GradingServices } from "../../evals/graders/grader.js";
import { type FilterCall, type OwnFilters, PendingFilters } from "../../evals/loose/own-filters.js";
import type { Suite } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";

/**
 * Renders with the suite's own filters. They are code and run in the script host, so that a text is rendered as often as it
 * takes until all that it asks of them is known: once more for each filter behind another.
 * @throws {MlxError} `MLX_SCRIPT` of a filter, and what `render` throws.
 */
export function withFilters<T>(
  { filters }: Pick<Suite, "filters">,
  services: Pick<GradingServices, "script">,
  render: (filters?: OwnFilters) => T,
): Eventual<T> {
  return filters === undefined ? render() : renderedWith(filters, services, render);
}

async function renderedWith<T>(
  known: NonNullable<Suite["filters"]>,
  { script }: Pick<GradingServices, "script">,
  render: (filters?: OwnFilters) => T,
): Promise<T> {
  const answers = new Map<string, { readonly value: Json }>();
  const own: OwnFilters = { known, value: (call) => answers.get(keyOf(call)) };
  for (;;) {
    try {
      return render(own);
    } catch (error) {
      if (!(error instanceof PendingFilters)) throw error;
      const calls = new Map(error.calls.map((call) => [keyOf(call), call]));
      await Promise.all(
        [...calls].map(async ([key, { name, args }]) => {
          const filter = known.get(name);
          if (filter) answers.set(key, { value: await script(filter, args) });
        }),
      );
    }
  }
}

function keyOf({ name, args }: FilterCall): string {
  return JSON.stringify([name, args]);
}

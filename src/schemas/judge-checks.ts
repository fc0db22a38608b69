import { formatFigure, limitsText } from "./figure-text.js";
import type { SqlCheck } from "./sql-check.js";
import type { DataSchema } from "./types.js";
import { countText, type Example, type Violation } from "./violation.js";

/** What a check found: how many break it, or the figure. */
export type Outcome =
  | { readonly count: number; readonly total: number; readonly examples: readonly Example[] }
  | { readonly figure: number | null };

/** @returns nothing where the rule is kept, and where there is no value to say anything of. */
export function judgeCheck(check: SqlCheck, outcome: Outcome, schema: DataSchema): Violation | undefined {
  const { rule, columns, severity, path } = check;
  // To look a place up takes long in a schema of thousands of columns: it is done for what is broken alone.
  const base = () => ({ rule, columns, severity, path, at: schema.locate(path) });
  if ("figure" in outcome) {
    const { figure } = outcome;
    if (check.kind !== "figure" || figure === null || Number.isNaN(figure)) return undefined;
    const { min = -Infinity, max = Infinity } = check.limits;
    if (figure >= min && figure <= max) return undefined;
    const { subject, unit, says } = check;
    const wanted = says === undefined ? `not ${limitsText(check.limits, unit).replace(/^of /, "")}` : says;
    return {
      ...{ ...base(), count: null, total: null, noun: "row", examples: [], value: figure },
      says: `${subject} is ${formatFigure(figure, unit)}, ${wanted}`,
    };
  }
  if (check.kind === "figure" || outcome.count === 0) return undefined;
  const { count, total, examples } = outcome;
  const noun = check.kind === "row" ? "row" : check.noun;
  const says = `${countText(count, total, noun)} ${count === 1 ? check.says.one : check.says.many}`;
  return { ...base(), count, total, noun, examples, value: null, says };
}

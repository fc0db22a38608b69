import { caseReason } from "../../evals/case-reason.js";
import type { Comparison, FlippedCase } from "../../evals/outcomes/types.js";
import type { CaseResult } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import { readResults } from "./read-results.js";

/** What a flipped case was answered on one side, by the repeat that tells most of the flip. */
export interface FlippedResult {
  readonly repeat: number;
  readonly status: CaseResult["status"];
  readonly score: number | null;
  readonly output: Json;
  readonly reason: string;
}

/**
 * Finds the answers of flipped cases.
 * @param file of the side's results. @returns one for each case, in order; undefined where the file has none.
 */
export async function flippedResults(
  file: string,
  flipped: readonly FlippedCase[],
  side: "before" | "after",
  across: Comparison["across"],
): Promise<readonly (FlippedResult | undefined)[]> {
  const places = new Map(flipped.map((flip, index) => [keyOf(flip, side, across), index]));
  const found = new Array<FlippedResult | undefined>(flipped.length).fill(undefined);
  if (places.size === 0) return found;
  for await (const result of readResults(file)) {
    const place = places.get(`${result.prompt}\0${result.provider}\0${result.test}`);
    const flip = place === undefined ? undefined : flipped[place];
    if (place === undefined || flip === undefined) continue;
    const before = found[place];
    if (before === undefined || tells(result, flip, side) > tells(before, flip, side))
      found[place] = told(result);
  }
  return found;
}

function keyOf(
  { id, prompt, provider }: FlippedCase,
  side: "before" | "after",
  across: Comparison["across"],
): string {
  const end = side === "before" ? 0 : 1;
  return `${across?.prompt?.[end] ?? prompt}\0${across?.provider?.[end] ?? provider}\0${id}`;
}

/** The better side shows what passed, the worse one what failed; of several repeats the first. */
function tells({ status }: Pick<CaseResult, "status">, flip: FlippedCase, side: "before" | "after"): number {
  const isBetter = flip.before > flip.after === (side === "before");
  if (status === "errored") return 0;
  return (status === "passed") === isBetter ? 2 : 1;
}

function told(result: CaseResult): FlippedResult {
  const { repeat, status, score, output } = result;
  return {
    ...{ repeat, status, score: score ?? null, output: output ?? null },
    reason: status === "passed" ? "" : caseReason(result),
  };
}

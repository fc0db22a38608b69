import { shellQuote } from "../../core/shell-quote.js";
import type { GateOutcome } from "../../registry/types.js";

/** The command that helps with a gate of a prompt that failed. @param version `NAME@VERSION`. */
export function promptGateHint(version: string, { gate }: GateOutcome): string | undefined {
  if (gate.startsWith("lint:")) return `to see what the linter says: mlx prompt lint ${version}`;
  if (gate.startsWith("approvals:"))
    return `to approve it: mlx prompt approve ${version} -m "what was checked"`;
  const suite = /^evaluation: (.+?)(?:, at most \S+ old)?$/.exec(gate)?.[1];
  if (suite === undefined) return undefined;
  return `to evaluate it: mlx eval run ${shellQuote(suite)} --prompt ${version} --record`;
}

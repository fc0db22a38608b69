import { type CheckSection, item, missing, ok, partly, together, type Verdict } from "./check-item.js";
import type { ProjectFacts, SuiteFacts } from "./facts.js";

/** Whether a slip can become expensive. */
export function budget({ suites }: ProjectFacts): CheckSection {
  const asking = suites.filter(({ asks }) => asks);
  const free = suites.length > 0 && asking.length === 0 ? ok("no suite asks anybody who charges") : undefined;
  return {
    id: "budget",
    title: "Budgets and rate limits",
    items: [
      ...item("cost", "a limit on cost", free ?? together(asking.map(costLimit))),
      ...item("rate", "a limit on calls", together(asking.map(rateLimit))),
    ],
  };
}

function costLimit({ name, file, limitsCost }: SuiteFacts): Verdict {
  if (limitsCost) return ok(`${name} has one`);
  return missing(`${name} may cost whatever it costs`, `add to ${file}: budget: {maxCostUsd: 1.00}`);
}

function rateLimit({ name, file, limitsCalls }: SuiteFacts): Verdict {
  if (limitsCalls) return ok(`${name} has one`);
  return partly(`${name} sets none: 8 calls at once`, `add to ${file}: concurrency: 4`);
}

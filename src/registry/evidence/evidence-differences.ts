import type { EvaluationEvidence } from "./evidence.js";
import type { SuiteFacts } from "./suite-facts.js";

/** More files than these are counted. */
const mostNamed = 3;

/**
 * Why evidence says nothing of what the suite says now, in words; empty where it does. What changed in the suite's file beside its cases,
 * graders, gates and providers makes no difference.
 */
export function evidenceDifferences(evidence: EvaluationEvidence, suite: SuiteFacts): string[] {
  const data = changedData(evidence.digests.data, suite.digests.data, suite.file);
  const isSame = (a: readonly string[], b: readonly string[]) => sorted(a) === sorted(b);
  const print = ({ id, settings }: SuiteFacts["providers"][number]) => `${id} ${settings}`;
  const [was, is] = [evidence.providers.map(print), suite.providers.map(print)];
  const ids = evidence.providers.map(({ id }) => id).join(", ");
  return [
    ...(data.length === 0 ? [] : [`it is of other data: ${listed(data)}`]),
    // What a grader expects may come from the data, so that these two cannot be told apart.
    ...(data.length > 0 || evidence.digests.graders === suite.digests.graders
      ? []
      : ["it is by other graders or gates: those of the suite have changed since"]),
    // Where the suite names no judge, one is named by whoever runs it.
    ...(suite.judges.length === 0 || isSame(evidence.judges.providers, suite.judges)
      ? []
      : [`it is by another judge: ${who(evidence.judges.providers)}, now ${who(suite.judges)}`]),
    ...(isSame(was, is) ? [] : [`it is of other providers, or of other settings: ${ids}`]),
  ];
}

type Digests = Readonly<Record<string, string>>;

/** @param own the suite's file, under which the digest of all cases stands: those of a file change with that file. */
function changedData(was: Digests, is: Digests, own: string): string[] {
  const paths = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  const changed = paths.filter((path) => was[path] !== is[path]);
  const others = changed.filter((path) => path !== own);
  return (others.length > 0 ? others : changed).map((path) => {
    if (is[path] === undefined) return `${path} is not used any more`;
    return was[path] === undefined ? `${path} is new` : `${path} has changed since`;
  });
}

function listed(items: readonly string[]): string {
  const rest = items.length - mostNamed;
  return [...items.slice(0, mostNamed), ...(rest > 0 ? [`and ${rest} more`] : [])].join(", ");
}

function who(judges: readonly string[]): string {
  return judges.length === 0 ? "nobody" : judges.join(", ");
}

function sorted(items: readonly string[]): string {
  return [...new Set(items)].sort().join("\n");
}

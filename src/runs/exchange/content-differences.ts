import { canonicalJson } from "../../core/canonical-json.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import type { RunContent } from "../bundle.js";

/** More of them help nobody. */
const mostDifferences = 8;

/**
 * What differs between two contents of one run, in words: `metric loss: 10 points here, 12 there`. Empty if they are equal.
 * @param here the ledger's. @param there the other one.
 */
export function contentDifferences(here: RunContent, there: RunContent): string[] {
  const found = [
    ...records("metric", here.metrics, there.metrics, (a, b) =>
      a.length === b.length
        ? `other values in ${countOf(a.length, "point")}`
        : `${countOf(a.length, "point")} here, ${formatCount(b.length)} there`,
    ),
    ...records(
      "param",
      here.params,
      there.params,
      (a, b) => `${JSON.stringify(a)} here, ${JSON.stringify(b)} there`,
    ),
    ...records("artifact", byPath(here.artifacts), byPath(there.artifacts), (a, b) =>
      a.sha256 === b.sha256
        ? "logged at another time"
        : `${a.sha256.slice(0, 12)} here, ${b.sha256.slice(0, 12)} there`,
    ),
    ...records("", fieldsOf(here), fieldsOf(there), (a, b) => `${shown(a)} here, ${shown(b)} there`),
    ...records("context", { ...here.context }, { ...there.context }, () => "differs"),
  ];
  const more = found.length - mostDifferences;
  return more > 0 ? [...found.slice(0, mostDifferences), `and ${more} more`] : found;
}

/** Everything that is not looked at more closely. */
function fieldsOf(content: RunContent): Readonly<Record<string, unknown>> {
  const { metrics: _, params: __, artifacts: ___, context: ____, ...fields } = content;
  return fields;
}

function records<T>(
  what: string,
  here: Readonly<Record<string, T>>,
  there: Readonly<Record<string, T>>,
  tell: (here: T, there: T) => string,
): string[] {
  const [ours, theirs] = [new Map(Object.entries(here)), new Map(Object.entries(there))];
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  return keys.flatMap((key) => {
    const [a, b] = [ours.get(key), theirs.get(key)];
    const label = `${what} ${key}`.trim();
    if (a === undefined || b === undefined) {
      if (a === b) return [];
      return [`${label}: only ${a === undefined ? "there" : "here"}`];
    }
    return canonicalJson(a) === canonicalJson(b) ? [] : [`${label}: ${tell(a, b)}`];
  });
}

function byPath<T extends { readonly path: string }>(items: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(items.map((item) => [item.path, item]));
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `${value.length}`;
  const text = typeof value === "string" ? value : canonicalJson(value).replace(/\s+/g, " ").trim();
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

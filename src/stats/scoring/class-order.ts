import { compareBytes } from "../../core/byte-order.js";

/** Each name once, in scikit-learn's order: numbers by their size, texts by their characters. */
export function sortedClasses(names: Iterable<string>): string[] {
  const classes = [...new Set(names)];
  const isNumeric = classes.every((name) => name.trim() !== "" && Number.isFinite(Number(name)));
  return classes.sort((a, b) => (isNumeric ? Number(a) - Number(b) : 0) || compareBytes(a, b));
}

const positive = new Set(["1", "1.0", "true", "yes", "y", "t", "positive", "pos"]);
const negative = new Set(["0", "0.0", "-1", "-1.0", "false", "no", "n", "f", "negative", "neg"]);

/**
 * The negative and the positive one of at most two classes. Without `wanted`, the one that is called `1`, `true`, `yes` or `positive`, else the last in order.
 * Where there is one class, the other is made up.
 * @param wanted the positive class; it need not occur.
 */
export function binaryClasses(classes: readonly string[], wanted?: string): readonly [string, string] {
  const isPositive = (name: string) => positive.has(name.toLowerCase());
  const isNegative = (name: string) => negative.has(name.toLowerCase());
  const named = classes.filter(isPositive);
  const [first = ""] = classes;
  const chosen =
    wanted ??
    (named.length === 1 ? named[0] : undefined) ??
    (classes.length === 1 && isNegative(first)
      ? (counterparts.get(first.toLowerCase()) ?? "1")
      : undefined) ??
    classes.at(-1) ??
    "1";
  const other = classes.find((name) => name !== chosen);
  return [
    other ?? (isPositive(chosen) ? (counterparts.get(chosen.toLowerCase()) ?? "0") : `not ${chosen}`),
    chosen,
  ];
}

const counterparts: ReadonlyMap<string, string> = new Map([
  ["false", "true"],
  ["true", "false"],
  ["no", "yes"],
  ["yes", "no"],
  ["negative", "positive"],
  ["positive", "negative"],
]);

import type { SuiteSource } from "../suite/suite-source.js";
import type { Suite } from "../types.js";
import { leaveOut, type Reading } from "./reading.js";

/** Reads `derivedMetrics`: a name and an expression over the named scores each. */
export function readDerived(reading: Reading, source: SuiteSource, value: unknown): Suite["derived"] {
  if (value === undefined || value === null) return [];
  return (source.fields.list(value, ["derivedMetrics"]) ?? []).flatMap((item, index) => {
    const path = ["derivedMetrics", index];
    const given = source.fields.mapping(item, path, "a derived metric: {name: NAME, value: EXPRESSION}");
    if (!given) return [];
    const name = source.fields.text(given.get("name"), [...path, "name"]);
    const expression = given.get("value");
    if (typeof expression === "string" && expression.startsWith("file://")) {
      leaveOut(
        reading,
        source,
        [...path, "value"],
        `derived metric ${name ?? ""}`,
        "a function cannot compute it; write an expression",
      );
      return [];
    }
    const text = source.fields.text(expression, [...path, "value"]);
    return name === undefined || text === undefined
      ? []
      : [{ name, expression: text, at: source.place(path) }];
  });
}

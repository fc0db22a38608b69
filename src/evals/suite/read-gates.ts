import { shortJson } from "../../core/schema-problems.js";
import { closest } from "../../core/suggest.js";
import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import type { GateSpec } from "../gate-spec.js";
import type { WrittenGate } from "./gate-parts.js";
import { keyReader } from "./key-reader.js";
import { readComparisonGate } from "./read-comparison-gate.js";
import { readFairnessGate } from "./read-fairness-gate.js";
import { readJudgeGate } from "./read-judge-gate.js";
import { readThresholdGate } from "./read-threshold-gate.js";
import type { SuiteSource } from "./suite-source.js";

/** By the key that says what a gate is: what else it may hold, and who reads it. */
const kinds: Readonly<
  Record<
    string,
    { readonly keys: readonly string[]; readonly read: (gate: WrittenGate) => GateSpec | undefined }
  >
> = {
  metric: { keys: ["min", "max", "slice", "by"], read: readThresholdGate },
  nonInferior: { keys: ["margin"], read: (gate) => readComparisonGate(gate, "nonInferior") },
  noRegression: { keys: [], read: (gate) => readComparisonGate(gate, "noRegression") },
  improvement: { keys: ["margin"], read: (gate) => readComparisonGate(gate, "improvement") },
  judge: { keys: [], read: readJudgeGate },
  fairness: { keys: ["slice", "min", "max", "by"], read: readFairnessGate },
};

const names = Object.keys(kinds);

/** `gates:`: conditions that the suite sets itself. Shares may be written as `95%`. */
export function readGates(source: SuiteSource, value: unknown): GateSpec[] {
  return (source.fields.list(value, ["gates"]) ?? []).flatMap(
    (item, index) => readGate(source, item, ["gates", index]) ?? [],
  );
}

function readGate(source: SuiteSource, value: unknown, path: FieldPath): GateSpec | undefined {
  const { fields } = source;
  const mapping =
    value === "noRegression"
      ? new Map<string, unknown>([["noRegression", true]])
      : fields.mapping(value, path, "a mapping like {metric: passRate, min: 95%}");
  if (mapping === undefined) return undefined;
  const [name, second] = names.filter((key) => mapping.has(key));
  if (name !== undefined && second !== undefined)
    return fields.refuseKey(
      path,
      second,
      `two gates in one: ${name} and ${second}`,
      "begin a new item of the list for each",
    );
  const kind = name === undefined ? undefined : kinds[name];
  if (name === undefined || kind === undefined) return refuseUnknown(source, [...mapping.keys()], path);
  const known = ["name", name, ...kind.keys];
  for (const key of mapping.keys()) if (!known.includes(key)) fields.unknownKey(path, key, known);
  return kind.read({ source, mapping, path, read: keyReader(mapping, path) });
}

/** What is no gate at all: a key that was misspelt is told of, before what is missing. */
function refuseUnknown(source: SuiteSource, keys: readonly string[], path: FieldPath): undefined {
  const every = [...new Set([...names, "name", ...names.flatMap((name) => kinds[name]?.keys ?? [])])];
  const wrong = keys.find((key) => !every.includes(key) && !key.startsWith("x-"));
  if (wrong === undefined)
    return source.fields.refuse(
      path,
      "nothing says what this gate asks for",
      `it needs one of ${names.join(", ")}`,
    );
  const meant = closest(wrong, every);
  const hint = meant === undefined ? `a gate has one of ${names.join(", ")}` : `did you mean ${meant}?`;
  return source.fields.refuseKey(path, wrong, `unknown key ${shortJson(wrong)} in a gate`, hint);
}

import type { YamlText } from "../../core/plain-yaml.js";
import { FieldReader } from "../front-matter/field-reader.js";
import { readModelSettings } from "../front-matter/model-settings.js";
import type { Json } from "../types.js";
import type { Conversion } from "./conversion.js";
import type { LocatedEntry } from "./located.js";

/** What formats call `stop`. */
const stopNames = new Set(["stop", "stopSequences", "stop_sequences"]);

/** Settings of a model under our names. What our front matter would refuse is dropped with its reason. */
export function importSettings(
  entries: readonly LocatedEntry[],
  conversion: Conversion,
): Record<string, Json> {
  const settings = new Map<string, Json>();
  for (const { key, keyAt, node } of entries) {
    if (node.value === null) continue;
    const name = stopNames.has(key) ? "stop" : key;
    const fields = new FieldReader(nowhere);
    const read = Object.entries(readModelSettings(fields, { [name]: node.value }));
    const [problem] = fields.problems;
    if (problem) conversion.drop(key, keyAt, problem.message.replace(/^settings\.\w+: /, ""));
    for (const [known, value] of problem ? [] : read) {
      if (settings.has(known)) conversion.drop(key, keyAt, `it is given twice; the first ${known} is kept`);
      else settings.set(known, value);
    }
  }
  return Object.fromEntries(settings);
}

const top = { file: "", line: 1, column: 1 };
/** For a reader whose places are not asked for. */
const nowhere: YamlText = { value: null, problems: [], locateValue: () => top, locateKey: () => top };

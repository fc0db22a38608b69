import { isJson } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { at } from "../json-access.js";

const root = /^(?:json|data|\$)(?=$|[.[?])/;
const step = /(?:\?\.|\.)?(?:([A-Za-z_$][\w$]*)|\[(\d+)\]|\[(?:"([^"]*)"|'([^']*)')\])/y;

/** A place in a document: `json.choices[0].message.content`, `$.answer`, `answer.text`. */
export type DataPath = readonly (string | number)[];

/** Undefined for what is more than a path, and has to be run. */
export function parseDataPath(written: string): DataPath | undefined {
  const text = written.trim();
  const start = root.exec(text)?.[0].length ?? 0;
  const path: (string | number)[] = [];
  step.lastIndex = start;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (!found) return undefined;
    const [, name, index, double, single] = found;
    path.push(index === undefined ? (name ?? double ?? single ?? "") : Number(index));
  }
  return start === 0 && path.length === 0 ? undefined : path;
}

/** What stands at a path; undefined where nothing does. */
export function followPath(document: unknown, path: DataPath): Json | undefined {
  const found = at(document, ...path);
  return isJson(found) ? found : undefined;
}

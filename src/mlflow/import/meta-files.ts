import { readFileSync } from "node:fs";
import { join } from "node:path";
import { walk } from "../../files/walk.js";
import type { MetricPoint } from "../../runs/types.js";
import { reasonOf, sourceError } from "./source-error.js";
import { type Fields, fieldsOf, requireInteger, requireNumber } from "./values.js";

/** The fields of a folder's `meta.yaml`. @throws {MlxError} `MLX_MLFLOW_SOURCE` */
export async function metaOf(folder: string): Promise<Fields> {
  const { yaml } = await import("../../data/yaml-library.js");
  const file = join(folder, "meta.yaml");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw sourceError(`${file} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
  const document = yaml.parseDocument(text, { prettyErrors: false });
  const [problem] = document.errors;
  if (problem) throw sourceError(`${file} is not YAML: ${problem.message}`);
  return fieldsOf(document.toJS(), file);
}

/** Files whose names are keys, also with `/`, and whose texts are values. */
export function textsIn(folder: string): Record<string, string> {
  const names = walk(folder).files();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** Lines of time, value and step; a data set's name and digest may follow, and very old ones have no step. @param file for messages. */
export function pointsOf(text: string, file: string): Omit<MetricPoint, "key">[] {
  return linesOf(text).map(({ words, line }) => {
    const place = `${file}:${line}`;
    if (words.length < 2) throw sourceError(`${place} is not a metric: time, value and step were expected`);
    const [timestamp, value, step = "0"] = words;
    return {
      value: requireNumber(value, `the value in ${place}`),
      step: requireInteger(step, `the step in ${place}`),
      timestamp: requireInteger(timestamp, `the time in ${place}`),
    };
  });
}

/** The words of each line that has any. */
export function linesOf(text: string): { readonly words: readonly string[]; readonly line: number }[] {
  return text
    .split("\n")
    .map((line, index) => ({ words: line.trim().split(" "), line: index + 1 }))
    .filter(({ words }) => words[0] !== "");
}

import type { FieldPath, JsonMapping } from "../../prompts/front-matter/field-reader.js";
import type { SuiteSource } from "./suite-source.js";

/**
 * Finds the files of the repository that a provider names: `file://bot.js:answer`, `replay:runs.jsonl#said`, `exec:./bot.sh`,
 * and those of its config. One that is not there, or not to be read, is reported where it stands.
 * @param path of the provider. @param at of its config.
 */
export function findProviderFiles(
  source: SuiteSource,
  id: string,
  path: FieldPath,
  config: JsonMapping,
  at: FieldPath,
): void {
  const script = /^(?:file:\/\/|python:|ruby:)(.+?\.[a-z]+)(?::[\w$.]+)?$/i.exec(id)?.[1];
  const recording = /^replay:([^#]+)/.exec(id)?.[1];
  const program = /^exec:\s*(\.{1,2}\/[^\s"']+)/.exec(id)?.[1];
  const named = script ?? recording ?? program;
  if (named !== undefined) source.files.find(named, path);
  // Which settings a provider reads from files is its own affair; none of them may lie elsewhere.
  for (const [name, setting] of Object.entries(config)) {
    const file = typeof setting === "string" ? /^file:\/\/(.+?)(?::[\w$]+)?$/.exec(setting)?.[1] : undefined;
    if (file !== undefined) source.files.find(file, [...at, name]);
  }
}

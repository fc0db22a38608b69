import { shortJson } from "../../core/schema-problems.js";
import { closest } from "../../core/suggest.js";
import type { Json, ModelSettings } from "../types.js";
import type { FieldReader } from "./field-reader.js";

type SettingReader = (fields: FieldReader, value: unknown, path: readonly string[]) => Json | undefined;

const share: SettingReader = (fields, value, path) => fields.number(value, path, { min: 0, max: 1 });
const penalty: SettingReader = (fields, value, path) => fields.number(value, path, { min: -2, max: 2 });
const count: SettingReader = (fields, value, path) => fields.number(value, path, { whole: true, min: 1 });

/** The settings that mlx knows: what each may be. */
const knownSettings: ReadonlyMap<string, SettingReader> = new Map<string, SettingReader>([
  ["temperature", (fields, value, path) => fields.number(value, path, { min: 0, max: 2 })],
  ["top_p", share],
  ["top_k", count],
  ["max_output_tokens", count],
  [
    "stop",
    (fields, value, path) => (Array.isArray(value) ? fields.texts(value, path) : fields.text(value, path)),
  ],
  ["seed", (fields, value, path) => fields.number(value, path, { whole: true })],
  ["frequency_penalty", penalty],
  ["presence_penalty", penalty],
  ["reasoning_effort", (fields, value, path) => fields.text(value, path)],
]);

/** What providers and other tools call the same. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ...["max_tokens", "maxTokens", "maxOutputTokens", "maxCompletionTokens", "max_completion_tokens"].map(
    (name) => [name, "max_output_tokens"] as const,
  ),
  ...[...knownSettings.keys()].map((name) => [camelCase(name), name] as const),
]);

/** Reads `settings`: known ones under their own name, a provider's own as they are. */
export function readModelSettings(fields: FieldReader, value: unknown): ModelSettings {
  const settings = new Map<string, Json>();
  const writtenAs = new Map<string, string>();
  for (const [written, item] of fields.mapping(value, ["settings"]) ?? []) {
    const name = knownSettings.has(written) ? written : (otherNames.get(written) ?? written);
    const earlier = writtenAs.get(name);
    writtenAs.set(name, written);
    if (earlier !== undefined) {
      fields.refuseKey(
        ["settings"],
        written,
        `settings: ${earlier} and ${written} are the same setting`,
        "keep one",
      );
      continue;
    }
    const read = knownSettings.get(name) ?? readOwn;
    const setting = read(fields, item, ["settings", written]);
    if (setting !== undefined) settings.set(name, setting);
  }
  return Object.fromEntries(settings);
}

/** A setting that only the provider knows, unless it is a misspelt one. */
function readOwn(fields: FieldReader, value: unknown, path: readonly string[]): Json | undefined {
  const name = path.at(-1) ?? "";
  const meant = name.startsWith("x-")
    ? undefined
    : closest(name, [...knownSettings.keys(), ...otherNames.keys()]);
  if (meant === undefined) return fields.json(value, path);
  return fields.refuseKey(
    ["settings"],
    name,
    `unknown setting ${shortJson(name)}`,
    `did you mean ${otherNames.get(meant) ?? meant}?`,
  );
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

import type { FieldPath, Mapping } from "../../prompts/front-matter/field-reader.js";
import { isMapping } from "../../prompts/json-value.js";
import { findProviderFiles } from "../suite/provider-files.js";
import { readTexts } from "../suite/read-texts.js";
import type { SuiteSource } from "../suite/suite-source.js";
import type { ProviderSpec } from "../types.js";
import { readCode } from "./read-code.js";
import { readSettings } from "./read-settings.js";
import { leaveOut, type Reading } from "./reading.js";

const keys = ["id", "label", "config", "prompts", "transform", "env", "delay", "inputs"];

/** One provider: its id, a mapping with an `id`, or a mapping of the id to its options. */
export function readProvider(
  reading: Reading,
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
): ProviderSpec | undefined {
  if (typeof value === "string") return specOf(source, value, new Map(), path, reading);
  if (!isMapping(value))
    return source.fields.refuseKind(path, "the id of a provider, or a mapping with one", value);
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1 && only[0] !== "id" && isMapping(only[1])) {
    const inner = new Map(Object.entries(only[1]));
    const id = inner.get("id");
    return specOf(source, typeof id === "string" ? id : only[0], inner, [...path, only[0]], reading);
  }
  const id = source.fields.text(value["id"], [...path, "id"]);
  return id === undefined ? undefined : specOf(source, id, new Map(entries), path, reading);
}

function specOf(
  source: SuiteSource,
  written: string,
  given: Mapping,
  path: FieldPath,
  reading: Reading,
): ProviderSpec | undefined {
  const { fields } = source;
  if (written.trim() === "")
    return fields.refuseKind(path, "the id of a provider, such as openai:gpt-5.4-mini", written);
  const read = <T>(key: string, reader: (value: unknown, at: FieldPath) => T | undefined): T | undefined => {
    const inner = given.get(key) ?? undefined;
    return inner === undefined ? undefined : reader(inner, [...path, key]);
  };
  for (const key of given.keys()) {
    if (!keys.includes(key))
      leaveOut(reading, source, [...path, key], key, "mlx knows no such option of a provider");
  }
  const id = idHere(written);
  const config = read("config", (inner, at) => readSettings(reading, source, inner, at)) ?? {};
  findProviderFiles(source, id, path, config, [...path, "config"]);
  const prompts = read("prompts", (inner, at) => fields.texts(inner, at));
  const transform = read("transform", (inner, at) => readCode(source, inner, at, "get_transform"));
  const delayMs = read("delay", (inner, at) => fields.number(inner, at, { min: 0 }));
  return {
    id,
    label: read("label", (inner, at) => fields.text(inner, at)) ?? written,
    config,
    env: read("env", (inner, at) => readTexts(source, inner, at)) ?? {},
    ...(prompts && { prompts }),
    ...(transform && { transform }),
    ...(delayMs !== undefined && { delayMs }),
    fallbacks: [],
    at: source.place(path),
  };
}

/** Files of code are named alike whatever their language. */
function idHere(id: string): string {
  return id.replace(
    /^(?:python|ruby|javascript):(?:file:\/\/)?(?=.+\.(?:py|rb|[cm]?[jt]s)(?::|$))/,
    "file://",
  );
}

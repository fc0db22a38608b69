import { readFile } from "node:fs/promises";
import { extname, isAbsolute, join } from "node:path";
import { MlxError } from "../core/errors.js";
import type { ProviderSpec } from "../evals/types.js";
import { isJson } from "../prompts/json-value.js";
import type { Json } from "../prompts/types.js";

/** What a config may keep in files of its own. */
const inFiles = ["tools", "functions", "tool_choice", "response_format"];

/**
 * A provider with the files of its config read: `tools: file://tools.yaml` becomes the tools.
 * @throws {MlxError} `MLX_PROVIDER_CONFIG` for a file that is not there or holds no JSON or YAML.
 */
export async function withConfigFiles(spec: ProviderSpec, folder: string): Promise<ProviderSpec> {
  const read: [name: string, value: Json][] = [];
  for (const name of inFiles) {
    const written = spec.config[name];
    if (typeof written !== "string" || !written.startsWith("file://")) continue;
    read.push([name, await readData(written.slice("file://".length), folder, { spec, name })]);
  }
  return read.length === 0 ? spec : { ...spec, config: { ...spec.config, ...Object.fromEntries(read) } };
}

async function readData(
  path: string,
  folder: string,
  { spec, name }: { readonly spec: ProviderSpec; readonly name: string },
): Promise<Json> {
  try {
    const text = await readFile(isAbsolute(path) ? path : join(folder, path), "utf8");
    const isYaml = [".yaml", ".yml"].includes(extname(path).toLowerCase());
    const value: unknown = isYaml ? (await import("yaml")).parse(text) : JSON.parse(text);
    if (isJson(value)) return value;
    throw new Error("it holds what JSON has no word for");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MlxError("MLX_PROVIDER_CONFIG", `provider ${spec.id}: ${name} cannot be read: ${reason}`, {
      exitCode: 2,
      at: spec.at,
      hint: `${name}: file://… takes a JSON or YAML file, from the suite's folder`,
      cause: error,
    });
  }
}

import { readFileSync } from "node:fs";
import { MlxError, type Problem, systemCode } from "../core/errors.js";
import type { ResolvedConfig } from "../core/settings.js";
import { closest } from "../core/suggest.js";
import type { YamlSource } from "../core/yaml-source.js";
import { type ConfigFile, type ConfigPlace, configFiles } from "./config-files.js";
import { type LayerInput, mergeLayers } from "./merge-layers.js";

export interface LoadInput {
  readonly workspace: ConfigPlace;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; where the person stands. */
  readonly cwd: string;
  /** The project's file where there is no working tree to read it from. */
  readonly project?: { readonly text: string; readonly label: string };
}

export interface LoadedConfig {
  readonly config: ResolvedConfig;
  readonly warnings: readonly { readonly message: string; readonly hint: string }[];
}

interface FileLayer extends LayerInput {
  readonly yaml: YamlSource;
}

/**
 * Configuration from the environment, `.mlx/config.local.yaml`, `mlx.yaml` and the user's file, strongest first.
 * @throws {MlxError} `MLX_INVALID_CONFIG`, exit 2, with every problem of every file.
 */
export async function loadConfig(input: LoadInput): Promise<LoadedConfig> {
  const texts = configFiles(input.workspace, input.env, input.cwd)
    .map((file) => textOf(file, input.project))
    .filter((found) => found !== undefined);
  const fromEnvironment = Object.keys(input.env).some((name) => name.startsWith("MLX_"));
  const home = input.env["HOME"] || input.env["USERPROFILE"];
  // Nothing to read: spares loading the parser and the schema.
  if (texts.length === 0 && !fromEnvironment) return { config: mergeLayers([], home).config, warnings: [] };

  const layers = await readFiles(texts);
  const { layer, misspelt } = await environmentLayer(input.env);
  const all = [...layers, { layer, base: input.cwd, source: "environment" }];
  const { config, withoutUrl } = mergeLayers(all, home);
  const problems = [
    ...withoutUrl.map(({ name, source }) =>
      missingUrl(
        name,
        layers.find((file) => file.source === source),
      ),
    ),
    ...danglingDefault(config, layers),
  ];
  if (problems.length > 0) throw invalidConfig(problems);
  refuseUnknownDefault(config);
  return {
    config,
    warnings: misspelt.map(({ name, meant }) => ({
      message: `${name} is no setting of mlx`,
      hint: `did you mean ${meant}?`,
    })),
  };
}

interface FileText {
  readonly file: ConfigFile;
  readonly text: string;
}

function textOf(file: ConfigFile, project: LoadInput["project"]): FileText | undefined {
  if (file.scope === "project" && project) {
    return { file: { ...file, label: project.label, source: project.label }, text: project.text };
  }
  try {
    return { file, text: readFileSync(file.path, "utf8") };
  } catch (error) {
    if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

async function readFiles(texts: readonly FileText[]): Promise<FileLayer[]> {
  if (texts.length === 0) return [];
  const { readLayer } = await import("./read-layer.js");
  const read = texts.map(({ file, text }) => ({ file, ...readLayer(text, file.label) }));
  const problems = read.flatMap((result) => result.problems);
  if (problems.length > 0) throw invalidConfig(problems);
  return read.map(({ file, layer, source }) => ({
    layer,
    base: file.base,
    source: file.source,
    yaml: source,
  }));
}

async function environmentLayer(env: LoadInput["env"]) {
  const { readEnvironment, misspeltVariables } = await import("./environment.js");
  const { layer, problems } = readEnvironment(env);
  if (problems.length > 0) {
    throw new MlxError("MLX_INVALID_CONFIG", problems.join("; "), {
      hint: "change or unset the environment variable",
      exitCode: 2,
    });
  }
  return { layer, misspelt: misspeltVariables(env) };
}

/** All problems as one error whose message is the first of them. */
export function invalidConfig(problems: readonly Problem[]): MlxError {
  const [first] = problems;
  const aboutCredentials = problems.some((problem) => problem.message.includes("credentials do not belong"));
  const hint = aboutCredentials
    ? "credentials come from the AWS chain alone: environment, ~/.aws (name a profile with `profile:`), or the machine's role"
    : "correct the file and run the command again";
  return new MlxError("MLX_INVALID_CONFIG", first?.message ?? "invalid configuration", {
    exitCode: 2,
    problems,
    hint,
    ...(first && { at: first }),
  });
}

function missingUrl(name: string, file: FileLayer | undefined): Problem {
  const at = file?.yaml.locateKey(["remotes"], name) ?? { file: "mlx.yaml", line: 1, column: 1 };
  return { ...at, message: `remotes.${name}: url is missing` };
}

/** A default that names no remote, where a file says so. */
function danglingDefault(config: ResolvedConfig, layers: readonly FileLayer[]): Problem[] {
  const name = config.defaultRemote;
  if (name === undefined || Object.hasOwn(config.remotes, name)) return [];
  const file = layers.findLast(({ layer }) => layer.defaultRemote === name);
  if (!file) return [];
  return [
    { ...file.yaml.locateValue(["defaultRemote"]), message: `defaultRemote: ${unknownRemote(name, config)}` },
  ];
}

/** The same where the environment says so. */
function refuseUnknownDefault(config: ResolvedConfig): void {
  const name = config.defaultRemote;
  if (name === undefined || Object.hasOwn(config.remotes, name)) return;
  throw new MlxError("MLX_INVALID_CONFIG", `MLX_DEFAULT_REMOTE: ${unknownRemote(name, config)}`, {
    hint: "change or unset the environment variable",
    exitCode: 2,
  });
}

function unknownRemote(name: string, config: ResolvedConfig): string {
  const names = Object.keys(config.remotes);
  const meant = closest(name, names);
  if (meant !== undefined) return `there is no remote ${JSON.stringify(name)}; did you mean ${meant}?`;
  const known = names.length === 0 ? "none is configured" : `there are ${names.join(", ")}`;
  return `there is no remote ${JSON.stringify(name)}; ${known}`;
}

import { dirname, join } from "node:path/posix";
import { parse as parseYaml } from "yaml";
import { MlxError } from "../../../core/errors.js";
import { displayPath } from "../../../core/visible-text.js";
import { detectFormat } from "../../../prompts/exchange/detect-format.js";
import { importDotprompt } from "../../../prompts/exchange/dotprompt/import.js";
import { importGithub } from "../../../prompts/exchange/github/import.js";
import { importOpenai } from "../../../prompts/exchange/openai/import.js";
import { importPromptfoo } from "../../../prompts/exchange/promptfoo/import.js";
import { importPrompty } from "../../../prompts/exchange/prompty/import.js";
import type { FileReader } from "../../../prompts/exchange/prompty/references.js";
import type { ExchangeFormat, ImportedPrompt } from "../../../prompts/exchange/types.js";
import { type NearbyFiles, openNearby } from "./nearby-files.js";

export interface ImportRequest {
  readonly cwd: string;
  /** As typed. */
  readonly file: string;
  /** The repository's top. */
  readonly top: string;
  /** Absent: told by the file's name and content. */
  readonly format?: ExchangeFormat | undefined;
  /** Which of several prompts of the file. */
  readonly pick?: string | undefined;
}

/**
 * Reads a prompt of another tool, with the files that it takes in.
 * @throws {MlxError} `MLX_PROMPT_FORMAT`, exit 2, where the format cannot be told; `MLX_PROMPT_IMPORT`, exit 2.
 */
export function readImport(request: ImportRequest): {
  readonly format: ExchangeFormat;
  readonly imported: ImportedPrompt;
} {
  const files = openNearby(request.cwd, request.file, request.top);
  const format = request.format ?? told(request.file, files);
  if (request.pick !== undefined && format !== "promptfoo") {
    throw new MlxError(
      "MLX_USAGE",
      "--pick chooses among the prompts of a promptfoo file; this one has one",
      { exitCode: 2 },
    );
  }
  return { format, imported: convert(format, files, request) };
}

function told(file: string, { source }: NearbyFiles): ExchangeFormat {
  const detected = detectFormat(file, source.text);
  if ("format" in detected) return detected.format;
  const choices = detected.candidates.map((format) => `--format ${format}`);
  throw new MlxError(
    "MLX_PROMPT_FORMAT",
    `the format of ${displayPath(file)} cannot be told: ${detected.reason}`,
    {
      exitCode: 2,
      hint: `say which it is: ${choices.join(", ")}`,
    },
  );
}

function convert(
  format: ExchangeFormat,
  { source, near }: NearbyFiles,
  { pick }: ImportRequest,
): ImportedPrompt {
  switch (format) {
    case "dotprompt":
      return importDotprompt(source, (name) => near(partialPath(name)));
    case "prompty":
      return importPrompty(source, valuesOf(near));
    case "github":
      return importGithub(source);
    case "promptfoo":
      return importPromptfoo(source, { pick, find: near });
    case "openai":
      return importOpenai(source);
  }
}

/** `{{> shared/tone}}` is in `shared/_tone.prompt`. */
function partialPath(name: string): string {
  const folder = dirname(name);
  return join(folder, `_${name.slice(folder === "." ? 0 : folder.length + 1)}.prompt`);
}

/** What a file holds: JSON and YAML as values, anything else as text. */
function valuesOf(near: NearbyFiles["near"]): FileReader {
  return (path) => {
    const found = near(path);
    if (typeof found === "string") return { problem: found };
    try {
      if (/\.json$/i.test(path)) return { value: JSON.parse(found.text) };
      if (/\.ya?ml$/i.test(path)) return { value: parseYaml(found.text, { maxAliasCount: 100 }) };
    } catch (error) {
      return { problem: `${found.file}: ${error instanceof Error ? error.message : String(error)}` };
    }
    return { value: found.text };
  };
}

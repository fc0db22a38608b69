import { MlxError } from "../../../core/errors.js";
import { closest } from "../../../core/suggest.js";
import type { TextSource } from "../../source.js";
import type { PromptFields } from "../../write-front-matter.js";
import { Conversion } from "../conversion.js";
import { finishImport } from "../finish-import.js";
import { importSettings } from "../import-settings.js";
import { importOpenAiTools, importResponseFormat } from "../import-tools.js";
import { convertJinja } from "../jinja/convert.js";
import { appendRewritten } from "../jinja/rewrite.js";
import { child, type Located, textOf } from "../located.js";
import { readMessages } from "../message-pieces.js";
import { TextMap } from "../text-map.js";
import type { ImportedPrompt } from "../types.js";
import { type FileFinder, type PromptfooChoice, promptfooChoices } from "./choices.js";

export interface PromptfooRequest {
  /** Which of several prompts: its number, from 1, or its label. */
  readonly pick?: string | undefined;
  readonly find: FileFinder;
}

/**
 * Reads a prompt of promptfoo.
 * @throws {MlxError} `MLX_PROMPT_IMPORT`, exit 2: it has several and none was chosen, or something has no faithful equivalent.
 */
export function importPromptfoo(source: TextSource, { pick, find }: PromptfooRequest): ImportedPrompt {
  const conversion = new Conversion();
  const choices = promptfooChoices(source, find, conversion);
  if (choices.length === 0) {
    conversion.check("MLX_PROMPT_IMPORT");
    throw new MlxError("MLX_PROMPT_IMPORT", "the file has no prompt in it", {
      exitCode: 2,
      at: source.locate(0),
    });
  }
  const choice = chosen(choices, pick);
  const body = bodyOf(choice, conversion);
  return finishImport(conversion, {
    name: choice.label === undefined ? undefined : { text: choice.label, at: choice.at },
    fields: configFields(choice.config, conversion),
    inputs: [],
    body,
  });
}

function bodyOf({ content, at }: PromptfooChoice, conversion: Conversion): string {
  if ("text" in content) return textBody(content.text, conversion);
  if ("messages" in content) return chatBody(content.messages, conversion);
  conversion.refuse(content.refusal, at, content.hint);
  return "";
}

function chosen(choices: readonly PromptfooChoice[], pick: string | undefined): PromptfooChoice {
  const [only] = choices;
  if (pick === undefined && choices.length === 1 && only) return only;
  const labels = choices.flatMap(({ label }) => label ?? []);
  const named =
    pick === undefined
      ? undefined
      : (choices[Number(pick) - 1] ?? choices.find(({ label }) => label === pick));
  if (named) return named;
  const meant = pick === undefined ? undefined : closest(pick, labels);
  const what =
    pick === undefined
      ? `the file has ${choices.length} prompts`
      : `the file has no prompt ${JSON.stringify(pick)}`;
  const names = labels.length > 0 ? ` or by its label: ${labels.join(", ")}` : "";
  throw new MlxError("MLX_PROMPT_IMPORT", what, {
    exitCode: 2,
    ...(choices[1] && { at: choices[1].at }),
    hint:
      meant === undefined
        ? `choose one with --pick, by its number from 1 to ${choices.length}${names}`
        : `did you mean ${meant}?`,
  });
}

const prefix = "user:\n";

/** A text in Nunjucks. Lines that look like roles are text like all else. */
function nunjucksText(
  source: TextSource,
  text: string,
  offsetOf: (index: number) => number,
  conversion: Conversion,
): string {
  const map = new TextMap(source);
  map.insert(prefix, offsetOf(0));
  appendRewritten(map, text, offsetOf);
  const jinja = { source: map.source(), dialect: "nunjucks", roles: false, inputs: [] } as const;
  return convertJinja(jinja, conversion).slice(prefix.length).trim();
}

function textBody(source: TextSource, conversion: Conversion): string {
  return `${nunjucksText(source, source.text, (index) => index, conversion)}\n`;
}

function chatBody(list: Located, conversion: Conversion): string {
  const messages = readMessages(list, conversion).map(({ role, texts }) => {
    const written = texts.map((node) =>
      nunjucksText(node.source, textOf(node) ?? "", (index) => node.offsetOf(index), conversion),
    );
    return `${role}:\n${written.join("\n")}\n`;
  });
  return messages.join("\n");
}

/** Keys of a prompt's `config` that are no settings of the model. */
const notSettings = new Set([
  "messages",
  "tools",
  "response_format",
  "model",
  "prefix",
  "suffix",
  "tool_choice",
]);

function configFields(config: Located | undefined, conversion: Conversion): PromptFields {
  const model = textOf(child(config, "model"));
  for (const { key, keyAt } of config?.entries ?? []) {
    if (key === "prefix" || key === "suffix") conversion.drop(key, keyAt, "write it into the template");
    if (key === "tool_choice") conversion.drop(key, keyAt, "it belongs to a request, not to the prompt");
  }
  return {
    ...(model !== undefined && { model }),
    settings: importSettings(
      (config?.entries ?? []).filter(({ key }) => !notSettings.has(key)),
      conversion,
    ),
    output: importResponseFormat(child(config, "response_format"), conversion),
    tools: importOpenAiTools(child(config, "tools"), conversion),
  };
}

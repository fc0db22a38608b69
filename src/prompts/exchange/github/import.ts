import { isMapping, parseJson } from "../../json-value.js";
import type { TextSource } from "../../source.js";
import type { Json } from "../../types.js";
import { Conversion } from "../conversion.js";
import { finishImport } from "../finish-import.js";
import { importSettings } from "../import-settings.js";
import { child, type Located, memberOf, nameAt, textOf } from "../located.js";
import { messagePieces, readMessages } from "../message-pieces.js";
import { readYaml } from "../read-located.js";
import { piecesText } from "../template-pieces.js";
import type { ImportedPrompt } from "../types.js";

const handled = new Set([
  "name",
  "description",
  "model",
  "modelParameters",
  "messages",
  "responseFormat",
  "jsonSchema",
]);

/** What GitHub keeps beside the prompt, and why it stays behind. */
const otherKeys: Readonly<Record<string, string>> = {
  testData: "tests of a prompt are no part of it; they make a suite of their own",
  evaluators: "checks of a prompt are no part of it; they make a suite of their own",
};

/**
 * Reads a `.prompt.yml` file of GitHub Models. `{{name}}` in a message stands for a value, all else for itself.
 * @throws {MlxError} `MLX_PROMPT_IMPORT`, exit 2, with every place that has no faithful equivalent.
 * @see https://docs.github.com/github-models/use-github-models/storing-prompts-in-github-repositories
 */
export function importGithub(source: TextSource): ImportedPrompt {
  const conversion = new Conversion();
  const file = readYaml({ source, start: 0, end: source.text.length });
  const messages = child(file, "messages");
  if (!messages || messages.items.length === 0) {
    conversion.refuse(
      "the file has no messages",
      messages?.at ?? file.at,
      "give it messages, each with role and content",
    );
  }
  for (const { key, keyAt } of file.entries) {
    if (!handled.has(key)) conversion.drop(key, keyAt, otherKeys[key] ?? "GitHub gives this key no meaning");
  }
  const [description, model] = [textOf(child(file, "description")), textOf(child(file, "model"))];
  const pieces = messages ? messagePieces(readMessages(messages, conversion), conversion) : [];
  return finishImport(conversion, {
    name: nameAt(child(file, "name")),
    fields: {
      ...(description !== undefined && { description }),
      ...(model !== undefined && { model }),
      settings: importSettings(child(file, "modelParameters")?.entries ?? [], conversion),
      output: importOutput(file, conversion),
    },
    inputs: [],
    body: piecesText(pieces),
  });
}

function importOutput(file: Located, conversion: Conversion): Record<string, Json> {
  const formatNode = child(file, "responseFormat");
  const format = textOf(formatNode);
  const schema = importSchema(child(file, "jsonSchema"), conversion);
  if (format === undefined || format === "text") return format === undefined ? {} : { format };
  if (formatNode && format !== "json_object" && format !== "json_schema") {
    conversion.drop(`the response format ${format}`, formatNode.at, "output is text or json");
    return {};
  }
  return { format: "json", ...(format === "json_schema" && schema !== undefined && { schema }) };
}

/** `{name, schema}`, as JSON in a text or as YAML. */
function importSchema(node: Located | undefined, conversion: Conversion): Json | undefined {
  if (!node) return undefined;
  const value = typeof node.value === "string" ? parseJson(node.value) : node.value;
  const schema = memberOf(value, "schema");
  if (isMapping(schema)) return schema;
  conversion.drop("jsonSchema", node.at, "it holds no JSON object with a schema");
  return undefined;
}

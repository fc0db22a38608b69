import { isMapping } from "../../json-value.js";
import type { TextSource } from "../../source.js";
import type { Json } from "../../types.js";
import { Conversion } from "../conversion.js";
import { finishImport } from "../finish-import.js";
import { importTool } from "../import-tools.js";
import { convertJinja } from "../jinja/convert.js";
import { appendRewritten } from "../jinja/rewrite.js";
import { child, type Located, nameAt, textOf } from "../located.js";
import { readYaml } from "../read-located.js";
import { splitDocument } from "../split-document.js";
import { TextMap } from "../text-map.js";
import type { ImportedPrompt } from "../types.js";
import { importModel } from "./import-model.js";
import { draftsOf, objectOf, parametersOf, readProperties } from "./properties.js";
import { type FileReader, resolveReferences } from "./references.js";
import { roleLine } from "./role-line.js";

const handled = new Set([
  ...[
    "name",
    "displayName",
    "description",
    "authors",
    "tags",
    "metadata",
    "model",
    "inputs",
    "outputs",
    "tools",
  ],
  "template",
]);

/** What other keys of the first and the second version are, and why they stay behind. */
const otherKeys: Readonly<Record<string, string>> = {
  sample: "sample values have no output, so they are no examples here",
  version: "versions are given by: mlx prompt publish",
  base: "a prompt stands for itself here; import what it is based on, too",
};

/**
 * Reads a `.prompty` file, of the first version or the second.
 * @param readFile finds the text of `${file:…}`.
 * @throws {MlxError} `MLX_PROMPT_IMPORT`, exit 2, with every place that has no faithful equivalent.
 */
export function importPrompty(source: TextSource, readFile: FileReader): ImportedPrompt {
  const conversion = new Conversion();
  const { yaml, bodyStart } = splitDocument(source);
  const written = yaml && readYaml(yaml);
  if (written && written.value !== null && !isMapping(written.value)) {
    conversion.refuse("the front matter is no mapping of keys to values", written.at);
  }
  const front = written && resolveReferences(written, readFile, conversion);
  checkTemplate(child(front, "template"), conversion);
  const inputs = draftsOf(readProperties(child(front, "inputs"), conversion));
  const outputs = readProperties(child(front, "outputs"), conversion);
  const { model, settings, tools: modelTools, output } = importModel(child(front, "model"), conversion);
  for (const { key, keyAt } of front?.entries ?? []) {
    if (!handled.has(key)) conversion.drop(key, keyAt, otherKeys[key] ?? "Prompty gives this key no meaning");
  }
  const description = textOf(child(front, "description"));
  const jinja = {
    source: bodySource(source, bodyStart, conversion),
    dialect: "jinja",
    roles: true,
    inputs,
  } as const;
  const body = convertJinja(jinja, conversion).trim();
  return finishImport(conversion, {
    name: nameAt(child(front, "name")),
    fields: {
      ...(description !== undefined && { description }),
      ...(model !== undefined && { model }),
      settings,
      output: outputs.length > 0 ? { format: "json", schema: objectOf(outputs) } : output,
      tools: [...importTools(child(front, "tools"), conversion), ...modelTools],
      metadata: metadataOf(front),
    },
    inputs,
    body: `${body}\n`,
  });
}

/** `metadata`, and what stood beside it in the first version. */
function metadataOf(front: Located | undefined): Record<string, Json> {
  const metadata = child(front, "metadata")?.value;
  const beside = ["displayName", "authors", "tags"].flatMap((key) => {
    const node = child(front, key);
    return node ? [[key, node.value] as const] : [];
  });
  return { ...Object.fromEntries(beside), ...(isMapping(metadata) && metadata) };
}

function checkTemplate(template: Located | undefined, conversion: Conversion): void {
  const node = child(template, "format") ?? template;
  const format = textOf(node) ?? textOf(child(node, "kind")) ?? textOf(child(template, "type"));
  if (!node || format === undefined || format === "jinja2" || format === "jinja") return;
  conversion.refuse(
    `a template in ${format} has no equivalent here`,
    node.at,
    "only Jinja templates can be imported",
  );
}

function importTools(tools: Located | undefined, conversion: Conversion): Json[] {
  const named = (tools?.entries ?? []).map(({ node }) => node);
  return [...(tools?.items ?? []), ...named].flatMap((tool) => {
    const kind = textOf(child(tool, "kind")) ?? textOf(child(tool, "type")) ?? "function";
    if (kind !== "function") {
      conversion.drop(`a tool of kind ${kind}`, tool.at, "only functions can be kept");
      return [];
    }
    const inner = child(tool, "function") ?? tool;
    return importTool(inner, parametersOf(child(inner, "parameters"), conversion), conversion) ?? [];
  });
}

/** The template with its role lines as we write them. Text before the first one is the system's. */
function bodySource(file: TextSource, bodyStart: number, conversion: Conversion): TextSource {
  const map = new TextMap(file);
  let begun = false;
  let textFrom = bodyStart;
  const flush = (end: number) => {
    const from = textFrom;
    const text = file.text.slice(from, end);
    if (!begun && text.trim() !== "") {
      map.insert("system:\n", from);
      begun = true;
    }
    if (begun) appendRewritten(map, text, (index) => from + index);
  };
  for (const line of linesFrom(file.text, bodyStart)) {
    const [, name, attributes] = roleLine.exec(line.text) ?? [];
    if (name === undefined) continue;
    flush(line.start);
    begun = true;
    textFrom = line.start + line.text.length;
    const role = name.toLowerCase();
    if (role === "tool" || role === "function") {
      conversion.refuse(
        `there is no role ${role} here`,
        file.locate(line.start),
        "roles are system, developer, user and assistant",
      );
    } else map.insert(`${role}:`, line.start);
    if (attributes !== undefined) {
      const at = file.locate(line.start + line.text.indexOf("["));
      conversion.drop(`the attributes ${attributes}`, at, "a message has a role and a text here");
    }
  }
  flush(file.text.length);
  return map.source();
}

function* linesFrom(
  text: string,
  start: number,
): Generator<{ readonly text: string; readonly start: number }> {
  let at = start;
  while (at < text.length) {
    const end = text.indexOf("\n", at);
    const stop = end < 0 ? text.length : end;
    const line = text.slice(at, stop);
    yield { text: line.endsWith("\r") ? line.slice(0, -1) : line, start: at };
    at = stop + 1;
  }
}

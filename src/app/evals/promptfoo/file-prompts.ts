import { extname } from "node:path";
import { splitPrompts } from "../../../evals/promptfoo/split-prompts.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { SuitePrompt } from "../../../evals/types.js";
import type { FieldPath } from "../../../prompts/front-matter/field-reader.js";
import { readRows } from "../../../table/read-rows.js";
import type { FoundFile } from "../native/suite-files.js";
import { parsedJson } from "./parsed-json.js";

/** Longest beginning of a prompt that its label shows. */
const longest = 60;

/** The prompts in a file of text. What is wrong with it is reported at `path`. @param name as written in the suite. */
export async function filePrompts(
  source: SuiteSource,
  found: FoundFile,
  name: string,
  path: FieldPath,
): Promise<readonly SuitePrompt[]> {
  const ending = extname(found.file).toLowerCase();
  if (ending === ".csv") return csvPrompts(source, found, name, path);
  const text = source.files.read(name, path);
  if (text === undefined) return [];
  if (text.trim() === "") {
    source.fields.refuse(path, `${name} is empty`);
    return [];
  }
  const prompt = (body: string, label: string, line = 1): SuitePrompt => ({
    label,
    body: { kind: "template", text: body },
    at: { file: found.file, line, column: 1 },
  });
  if (ending === ".yaml" || ending === ".yml") {
    const parsed = parsedJson(text, found.file);
    // Blocks of a template may make it no YAML yet: then it is a text like any other.
    return [
      prompt("json" in parsed && typeof parsed.json === "object" ? JSON.stringify(parsed.json) : text, name),
    ];
  }
  if (ending === ".jsonl") {
    return text
      .split(/\r?\n/)
      .flatMap((line, index) =>
        line.trim() === "" ? [] : [prompt(line, `${name}: ${short(line)}`, index + 1)],
      );
  }
  if (ending !== ".txt") return [prompt(text, name)];
  const parts = splitPrompts(text);
  return parts.map((part) =>
    prompt(part.text, parts.length === 1 ? name : `${name}: ${short(part.text)}`, part.line),
  );
}

async function csvPrompts(
  source: SuiteSource,
  { path: file, file: shown }: FoundFile,
  name: string,
  path: FieldPath,
): Promise<readonly SuitePrompt[]> {
  const prompts: SuitePrompt[] = [];
  const report = ({ line, column, message }: { line: number; column: number; message: string }) =>
    source.fields.refuse(path, `${shown}:${line}:${column}: ${message}`);
  for await (const rows of readRows({ path: file, file: shown }, report)) {
    for (const { values, at } of rows) {
      const text = values.get("prompt") ?? [...values.values()][0];
      const label = values.get("label");
      if (typeof text !== "string" || text.trim() === "") continue;
      const named = typeof label === "string" && label !== "" ? label : `${name}: ${short(text)}`;
      prompts.push({ label: named, body: { kind: "template", text }, at });
    }
  }
  if (prompts.length === 0)
    source.fields.refuse(path, `${shown} has no prompts`, "its column is called prompt");
  return prompts;
}

function short(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

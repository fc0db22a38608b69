import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import { scriptEndings, scriptLanguage } from "../script-language.js";
import type { ScriptSpec } from "../types.js";
import type { SuiteSource } from "./suite-source.js";

const named = /^file:\/\/(.+?\.([a-z]+))(?::([\p{L}_$][\p{L}\p{N}_$.]*))?$/iu;

/** Whether a text names a file with code: `file://check.py`, `file://check.js:isPolite`. */
export function namesScript(text: string): boolean {
  return scriptLanguage(named.exec(text)?.[2] ?? "") !== undefined;
}

/**
 * Code, or the file and function that `file://check.js:isPolite` names.
 * @param language of code that is written in the suite.
 */
export function readScript(
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
  language: ScriptSpec["language"] = "javascript",
): ScriptSpec | undefined {
  const text = source.fields.text(value, path);
  if (text === undefined) return undefined;
  if (text.trim() === "") return source.fields.refuseKind(path, "code, or file://NAME", value);
  const at = source.place(path);
  if (!text.startsWith("file://")) return { language, code: text, at };
  const [, name = "", ending = "", functionName] = named.exec(text) ?? [];
  const fileLanguage = scriptLanguage(ending);
  if (fileLanguage === undefined) {
    return source.fields.refuse(path, `${text} is no file with code`, `it must end in ${scriptEndings}`);
  }
  const file = source.files.find(name, path);
  if (file === undefined) return undefined;
  return { language: fileLanguage, file, ...(functionName !== undefined && { functionName }), at };
}

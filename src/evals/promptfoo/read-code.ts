import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import { readScript } from "../suite/read-script.js";
import type { SuiteSource } from "../suite/suite-source.js";
import type { ScriptSpec } from "../types.js";

/**
 * Code, or the file that holds it. What a function of Python is called where no name is given depends on what it is for.
 * @param pythonName of that function. @param language of code that is written in the suite.
 */
export function readCode(
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
  pythonName: string,
  language: ScriptSpec["language"] = "javascript",
): ScriptSpec | undefined {
  const script = readScript(source, value, path, language);
  if (!script || script.file === undefined || script.functionName !== undefined) return script;
  return script.language === "javascript" ? script : { ...script, functionName: pythonName };
}

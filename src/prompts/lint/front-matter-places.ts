import type { SourceLocation } from "../../core/errors.js";
import type { PromptSource } from "../source.js";
import { inFrontMatter, type Place } from "./raw-finding.js";

/** The path of an input in the front matter, which has a short form and that of JSON Schema. */
export function inputPath(source: PromptSource, name: string): readonly string[] {
  const short = ["inputs", name];
  if (isSame(source.locateValue(short), source.locateValue(["inputs"]))) {
    return ["inputs", "schema", "properties", name];
  }
  return short;
}

/** Where an input is declared. */
export function inputKeyPlace(source: PromptSource, name: string): Place {
  return inFrontMatter(source, () => {
    const path = inputPath(source, name);
    return source.locateKey(path.slice(0, -1), name);
  });
}

function isSame(a: SourceLocation, b: SourceLocation): boolean {
  return a.line === b.line && a.column === b.column;
}

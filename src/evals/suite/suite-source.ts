import type { SourceLocation } from "../../core/errors.js";
import type { YamlText } from "../../core/plain-yaml.js";
import { type FieldPath, FieldReader } from "../../prompts/front-matter/field-reader.js";
import { lazyPlace } from "./lazy-place.js";
import type { TemplateText } from "./template-uses.js";

/** The files that a suite names. What is wrong with one is reported at the path where it is named. */
export interface NamedFiles {
  /** The absolute path of a file that is there. @param written relative to the suite. */
  find(written: string, path: FieldPath): string | undefined;
  /** Its text. */
  read(written: string, path: FieldPath): string | undefined;
}

/** A suite file while it is read: its values, its places, and what came up on the way. */
export class SuiteSource {
  readonly fields: FieldReader;
  readonly files: NamedFiles;
  /** Templates of the file, to be checked when it is known which names there are. */
  readonly templates: TemplateText[] = [];

  /** @param makeFiles is given the reader to report to. */
  constructor(
    readonly yaml: YamlText,
    readonly file: string,
    private readonly text: string,
    makeFiles: (fields: FieldReader) => NamedFiles,
  ) {
    this.fields = new FieldReader(yaml);
    this.files = makeFiles(this.fields);
  }

  /** Where a value stands, looked up when it is asked for. */
  place(path: FieldPath): SourceLocation {
    return lazyPlace(this.file, () => this.yaml.locateValue(path));
  }

  /** Where a part of a text stands that is written at a path; the text's beginning where that cannot be told. */
  placeIn(path: FieldPath, value: string, offset: number): SourceLocation {
    const start = this.yaml.locateValue(path);
    const lines = this.text.split(/\r\n|\n|\r/);
    const line = lines[start.line - 1] ?? "";
    const before = start.column - 1;
    if (line.startsWith(value, before)) return { ...start, column: start.column + offset };
    if (/["']/.test(line.charAt(before)) && line.startsWith(value, before + 1)) {
      return { ...start, column: start.column + 1 + offset };
    }
    if (line.charAt(before) !== "|") return start;
    const [head = "", ...rest] = value.slice(0, offset).split("\n").toReversed();
    const indent = /^ */.exec(lines[start.line] ?? "")?.[0].length ?? 0;
    return { ...start, line: start.line + rest.length + 1, column: indent + head.length + 1 };
  }
}

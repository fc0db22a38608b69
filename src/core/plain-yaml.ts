import type { SourceLocation } from "./errors.js";
import { PlainYamlParser } from "./plain-yaml-parser.js";
import type { PlainNode } from "./plain-yaml-scalar.js";
import type { YamlPath, YamlSource } from "./yaml-source.js";

/** What reading a YAML text gives, whichever reader did it. */
export type YamlText = Pick<YamlSource, "value" | "problems" | "locateValue" | "locateKey">;

/**
 * Reads the plain part of YAML that people write by hand: block mappings and lists, scalars of one line, flow collections,
 * simple blocks of text, comments. A hundred times as fast as the whole of YAML, and never of another opinion: whatever it
 * is not sure of it leaves to `YamlSource`.
 * @param locate the place of an offset in `text`.
 * @returns undefined for a text that needs all of YAML, or is wrong.
 */
export function readPlainYaml(
  text: string,
  locate: (offset: number) => SourceLocation,
): YamlText | undefined {
  const root = new PlainYamlParser(text, false).parse();
  return root && new PlainYaml(root.value, text, locate);
}

class PlainYaml implements YamlText {
  readonly problems = [];
  #root: PlainNode | undefined;

  constructor(
    readonly value: unknown,
    private readonly text: string,
    private readonly locate: (offset: number) => SourceLocation,
  ) {}

  locateValue(path: YamlPath): SourceLocation {
    const node = this.#find(path);
    if (node) return this.locate(node.start);
    const last = path.at(-1);
    return last === undefined ? this.locate(0) : this.locateKey(path.slice(0, -1), last);
  }

  locateKey(parent: YamlPath, key: PropertyKey): SourceLocation {
    const node = this.#find(parent);
    const entry = node?.entries?.get(String(key));
    if (entry) return this.locate(entry.keyStart);
    if (node?.entries || node?.items) return this.locate(node.start);
    return parent.length === 0 ? this.locate(0) : this.locateValue(parent);
  }

  #find(path: YamlPath): PlainNode | undefined {
    // Most texts are fine, and nobody asks for places then.
    this.#root ??= new PlainYamlParser(this.text, true).parse();
    let node = this.#root;
    for (const part of path) {
      node = node?.entries ? node.entries.get(String(part))?.node : node?.items?.[Number(part)];
    }
    return node;
  }
}

import { isMapping } from "../../json-value.js";
import type { Json } from "../../types.js";
import type { Conversion } from "../conversion.js";
import type { Located, LocatedEntry } from "../located.js";

/** Finds the value of `${file:path}`: what a JSON or YAML file holds, or a text. A string in `problem` says why there is none. */
export type FileReader = (path: string) => { readonly value: Json } | { readonly problem: string };

/** The front matter with `${file:…}` put in, and without what `${env:…}` gives. */
export function resolveReferences(node: Located, readFile: FileReader, conversion: Conversion): Located {
  return new Resolved(node, readFile, conversion);
}

const reference = /^\$\{(\w+):(.*)\}$/s;

class Resolved implements Located {
  readonly at: Located["at"];
  readonly source: Located["source"];
  readonly value: Json;
  readonly entries: readonly LocatedEntry[];
  readonly items: readonly Located[];

  constructor(
    private readonly node: Located,
    readFile: FileReader,
    conversion: Conversion,
  ) {
    this.at = node.at;
    this.source = node.source;
    const match = typeof node.value === "string" ? reference.exec(node.value) : null;
    const read = match ? takenIn(referred(match, node, readFile, conversion), node) : node;
    const below = (inner: Located) => (match ? inner : new Resolved(inner, readFile, conversion));
    this.entries = read.entries.map((entry) => ({ ...entry, node: below(entry.node) }));
    this.items = read.items.map(below);
    if (this.entries.length > 0) {
      this.value = Object.fromEntries(this.entries.map(({ key, node: inner }) => [key, inner.value]));
    } else this.value = this.items.length > 0 ? this.items.map((item) => item.value) : read.value;
  }

  offsetOf(index: number): number {
    return this.node.offsetOf(index);
  }
}

/** A value of another file, which counts as standing where it was taken in. */
function takenIn(value: Json, node: Located): Located {
  const { at, source } = node;
  const below = (inner: Json) => takenIn(inner, node);
  return {
    value,
    at,
    source,
    entries: isMapping(value)
      ? Object.entries(value).map(([key, inner]) => ({ key, keyAt: at, node: below(inner) }))
      : [],
    items: Array.isArray(value) ? value.map(below) : [],
    offsetOf: () => node.offsetOf(0),
  };
}

function referred(match: RegExpExecArray, node: Located, readFile: FileReader, conversion: Conversion): Json {
  const [whole, protocol = "", path = ""] = match;
  if (protocol.toLowerCase() === "file") {
    const read = readFile(path);
    if ("value" in read) return read.value;
    conversion.drop(whole, node.at, read.problem);
    return null;
  }
  const reason =
    protocol.toLowerCase() === "env" ? "a prompt does not read the environment" : "nothing is known of it";
  conversion.drop(whole, node.at, reason);
  return null;
}

import type { Document } from "yaml";
import type { Yaml } from "./yaml-library.js";

/** `  key: value` lines whose values are words, numbers, addresses or simply quoted: YAML beyond doubt. */
const plainMeta =
  /^meta:\n(?: {2}[A-Za-z_][\w-]*: (?:[\p{L}\p{N}](?:[\p{L}\p{N} ._/(),@+~?=&%;'"-]|:(?=[^\s]))*|"[\p{L}\p{N} ._/(),@+~?=&%;:'#-]*")\n)+$/u;

/** Whether a `meta:` block is so simple that it needs no YAML parser to be known as a mapping without repeated keys. */
export function isPlainMeta(text: string): boolean {
  if (!plainMeta.test(text)) return false;
  const keys = text.match(/^ {2}[^:]+/gm) ?? [];
  return new Set(keys).size === keys.length;
}

/**
 * Why a `meta:` block cannot be kept as it is, or `undefined` if it can: on its own it has to be a YAML mapping with
 * the one key `meta`, which is a mapping too.
 */
export function metaProblem(yaml: Yaml, text: string): string | undefined {
  const document = yaml.parseDocument(text, { schema: "failsafe", prettyErrors: false });
  const { contents } = document;
  // Repeated keys have been reported where the whole pointer was read.
  const broken = document.errors.some(({ code }) => code !== "DUPLICATE_KEY");
  if (broken || !yaml.isMap(contents) || contents.items.length !== 1 || contents.flow) {
    return "meta must stand on its own, as a block that begins with `meta:`";
  }
  if (!yaml.isMap(contents.items[0]?.value)) return "meta must be a mapping (key: value)";
  if (hasForeignAlias(yaml, document)) return "meta may not refer to an anchor outside of it";
  return undefined;
}

function hasForeignAlias(yaml: Yaml, document: Document): boolean {
  let foreign = false;
  yaml.visit(document, {
    Alias: (_, alias) => {
      foreign ||= alias.resolve(document) === undefined;
    },
  });
  return foreign;
}

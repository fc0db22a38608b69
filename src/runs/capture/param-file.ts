import { flattenParams, WrittenNumber } from "./flatten-params.js";

export type ParamFormat = "yaml" | "json" | "toml";

/** What a parameter file said: its parameters, or what is wrong with it. */
export type ParamFile =
  | { readonly params: Readonly<Record<string, string>> }
  | { readonly problem: { readonly line: number; readonly column: number; readonly message: string } };

/** Names that are looked for, weakest first: where two give the same key the later one counts. */
export const paramFileNames: readonly (readonly [name: string, format: ParamFormat])[] = [
  ["params.toml", "toml"],
  ["params.json", "json"],
  ["params.yml", "yaml"],
  ["params.yaml", "yaml"],
];

/**
 * Reads a parameter file, flattened with dots. Numbers of YAML and JSON stay as they are written (`1e-3`), those of TOML
 * are written anew, a float with its point (`1.0`).
 */
export async function readParamFile(text: string, format: ParamFormat): Promise<ParamFile> {
  const read = { yaml: readYaml, json: readJson, toml: readToml }[format];
  const value = await read(text.startsWith("\ufeff") ? text.slice(1) : text).catch(tooDeep);
  if (value instanceof Fault) return { problem: { ...value } };
  if (value === null || value === undefined) return { params: {} };
  if (typeof value !== "object" || Array.isArray(value) || value instanceof WrittenNumber) {
    return {
      problem: { line: 1, column: 1, message: "parameters are names with values; this is something else" },
    };
  }
  try {
    return { params: flattenParams(value) };
  } catch (error) {
    return { problem: { ...tooDeep(error) } };
  }
}

/** What overflows the stack is no bug, but a file that nobody wrote by hand. */
function tooDeep(error: unknown): Fault {
  if (!(error instanceof RangeError)) throw error;
  return new Fault(1, 1, "the values are nested too deeply");
}

class Fault {
  constructor(
    readonly line: number,
    readonly column: number,
    readonly message: string,
  ) {}
}

const maxAliases = 100;

async function readYaml(text: string): Promise<unknown> {
  const { yaml } = await import("./yaml-parser.js");
  const lines = new yaml.LineCounter();
  const faultAt = (position: number, message: string): Fault => {
    const { line, col } = lines.linePos(position);
    return new Fault(Math.max(1, line), Math.max(1, col), message.replace(/\s+/g, " "));
  };
  // The library compares each key with all before it: 60,000 of them take half a minute.
  const options = { lineCounter: lines, prettyErrors: false, merge: true, uniqueKeys: false };
  const document = yaml.parseDocument(text, options);
  const [error] = document.errors;
  if (error) return faultAt(error.pos[0], error.message);
  let repeated: Fault | undefined;
  yaml.visit(document, {
    Map(_key, node) {
      const seen = new Set<unknown>();
      for (const { key } of node.items) {
        if (!yaml.isScalar(key) || key.value === "<<") continue;
        if (seen.has(key.value)) repeated ??= faultAt(key.range?.[0] ?? 0, "Map keys must be unique");
        seen.add(key.value);
      }
    },
    Scalar(key, node) {
      if (key !== "key" && typeof node.value === "number" && node.source !== undefined) {
        node.value = new WrittenNumber(node.source);
      }
    },
  });
  if (repeated !== undefined) return repeated;
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch (problem) {
    return new Fault(1, 1, problem instanceof Error ? problem.message : String(problem));
  }
}

/** A string of JSON, or a number outside of strings. */
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Tells a number, which is made a string for the moment, from strings. */
const numberMark = "number as written: ";

async function readJson(text: string): Promise<unknown> {
  try {
    JSON.parse(text);
  } catch (error) {
    return jsonFault(text, error instanceof Error ? error.message : String(error));
  }
  const marked = text.replace(stringOrNumber, (token) =>
    token.startsWith('"') ? token : JSON.stringify(numberMark + token),
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(numberMark)
      ? new WrittenNumber(value.slice(numberMark.length))
      : value,
  );
}

function jsonFault(text: string, message: string): Fault {
  const position = /position (\d+)/.exec(message)?.[1];
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split("\n");
  const reason = message.replace(/,? (?:in JSON )?at position.*$|, "[\s\S]*$/s, "");
  return new Fault(before.length, (before.at(-1)?.length ?? 0) + 1, reason);
}

async function readToml(text: string): Promise<unknown> {
  const { parse, TomlError } = await import("smol-toml");
  try {
    return parse(text, { integersAsBigInt: true });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = "invalid TOML"] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    return new Fault(error.line, error.column, reason);
  }
}

/** A value and where it begins in the text. */
export interface PlainNode {
  readonly value: unknown;
  readonly start: number;
  /** Of a mapping, if places were asked for. */
  readonly entries?: ReadonlyMap<string, PlainEntry>;
  /** Of a list. */
  readonly items?: readonly PlainNode[];
}

export interface PlainEntry {
  readonly keyStart: number;
  readonly node: PlainNode;
}

export function mappingNode(
  value: unknown,
  start: number,
  entries: ReadonlyMap<string, PlainEntry> | undefined,
): PlainNode {
  return entries === undefined ? { value, start } : { value, start, entries };
}

const constantStart = /^[tTfFnN~]/;
const constants: ReadonlyMap<string, boolean | null> = new Map([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...["null", "Null", "NULL", "~"].map((word) => [word, null] as const),
]);

/** A number that has but one reading, and one that a double holds. */
const decimal = /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?$/;
/** Whatever the core schema takes for a number. */
const numeric =
  /^(?:[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/**
 * The value of an unquoted scalar by YAML 1.2's core schema.
 * @returns undefined where that takes a closer look.
 */
export function plainScalarValue(text: string): string | number | boolean | null | undefined {
  const first = text.charCodeAt(0);
  if (first >= 0x2b && first <= 0x39 && numeric.test(text)) {
    return decimal.test(text) && Number(text) !== 0 ? Number(text) : text === "0" ? 0 : undefined;
  }
  if (text.length > 5 || !constantStart.test(text)) return text;
  return constants.has(text) ? constants.get(text) : text;
}

const simpleDouble = /"([^"\\\r\n]*)"/y;
const simpleSingle = /'((?:[^'\r\n]|'')*)'(?!')/y;

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["n", "\n"],
  ["t", "\t"],
]);

/**
 * A quoted scalar that begins at `start` and ends on the same line.
 * @returns its text and where it ends; undefined for one that goes on, or uses rare escapes.
 */
export function quotedScalar(
  text: string,
  start: number,
  lineEnd: number,
): { readonly value: string; readonly end: number } | undefined {
  const simple = text[start] === '"' ? simpleDouble : simpleSingle;
  simple.lastIndex = start;
  const found = simple.exec(text);
  if (found === null) return text[start] === '"' ? doubleQuoted(text, start, lineEnd) : undefined;
  const value = found[1] ?? "";
  return { value: text[start] === '"' ? value : value.replaceAll("''", "'"), end: start + found[0].length };
}

function doubleQuoted(text: string, start: number, lineEnd: number) {
  let value = "";
  let from = start + 1;
  for (let at = from; at < lineEnd; at++) {
    if (text[at] === '"') return { value: value + text.slice(from, at), end: at + 1 };
    if (text[at] !== "\\") continue;
    const character = escapes.get(text[at + 1] ?? "");
    if (character === undefined) return undefined;
    value += text.slice(from, at) + character;
    at++;
    from = at + 1;
  }
  return undefined;
}

/** Thrown where only all of YAML can tell what a text means. Made without a stack, since it is an answer. */
export class Unsure {}

/** Sets an own key, whatever it is called: `__proto__` too. */
export function setKey(mapping: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(mapping, key, { value, writable: true, enumerable: true, configurable: true });
  } else mapping[key] = value;
}

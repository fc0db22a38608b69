import { codePointText } from "../../core/visible-text.js";

/**
 * The names of characters that cannot be seen, from the Unicode Character Database; of controls, which have none, the
 * aliases of NameAliases.txt.
 */
const names: ReadonlyMap<number, string> = new Map(
  Object.entries({
    0: "NULL",
    7: "ALERT",
    8: "BACKSPACE",
    11: "LINE TABULATION",
    12: "FORM FEED",
    27: "ESCAPE",
    127: "DELETE",
    133: "NEXT LINE",
    155: "CONTROL SEQUENCE INTRODUCER",
    173: "SOFT HYPHEN",
    847: "COMBINING GRAPHEME JOINER",
    1564: "ARABIC LETTER MARK",
    4447: "HANGUL CHOSEONG FILLER",
    4448: "HANGUL JUNGSEONG FILLER",
    6068: "KHMER VOWEL INHERENT AQ",
    6069: "KHMER VOWEL INHERENT AA",
    6155: "MONGOLIAN FREE VARIATION SELECTOR ONE",
    6156: "MONGOLIAN FREE VARIATION SELECTOR TWO",
    6157: "MONGOLIAN FREE VARIATION SELECTOR THREE",
    6158: "MONGOLIAN VOWEL SEPARATOR",
    6159: "MONGOLIAN FREE VARIATION SELECTOR FOUR",
    8203: "ZERO WIDTH SPACE",
    8204: "ZERO WIDTH NON-JOINER",
    8205: "ZERO WIDTH JOINER",
    8206: "LEFT-TO-RIGHT MARK",
    8207: "RIGHT-TO-LEFT MARK",
    8234: "LEFT-TO-RIGHT EMBEDDING",
    8235: "RIGHT-TO-LEFT EMBEDDING",
    8236: "POP DIRECTIONAL FORMATTING",
    8237: "LEFT-TO-RIGHT OVERRIDE",
    8238: "RIGHT-TO-LEFT OVERRIDE",
    8288: "WORD JOINER",
    8289: "FUNCTION APPLICATION",
    8290: "INVISIBLE TIMES",
    8291: "INVISIBLE SEPARATOR",
    8292: "INVISIBLE PLUS",
    8294: "LEFT-TO-RIGHT ISOLATE",
    8295: "RIGHT-TO-LEFT ISOLATE",
    8296: "FIRST STRONG ISOLATE",
    8297: "POP DIRECTIONAL ISOLATE",
    8298: "INHIBIT SYMMETRIC SWAPPING",
    8299: "ACTIVATE SYMMETRIC SWAPPING",
    8300: "INHIBIT ARABIC FORM SHAPING",
    8301: "ACTIVATE ARABIC FORM SHAPING",
    8302: "NATIONAL DIGIT SHAPES",
    8303: "NOMINAL DIGIT SHAPES",
    12644: "HANGUL FILLER",
    65279: "ZERO WIDTH NO-BREAK SPACE",
    65440: "HALFWIDTH HANGUL FILLER",
    65529: "INTERLINEAR ANNOTATION ANCHOR",
    65530: "INTERLINEAR ANNOTATION SEPARATOR",
    65531: "INTERLINEAR ANNOTATION TERMINATOR",
    917505: "LANGUAGE TAG",
    917536: "TAG SPACE",
    917631: "CANCEL TAG",
  }).map(([code, name]) => [Number(code), name]),
);

/** `U+200B ZERO WIDTH SPACE`, of a character that cannot be seen. */
export function characterName(code: number): string {
  const name = names.get(code) ?? systematicName(code);
  return `${codePointText(code)} ${name}`;
}

function systematicName(code: number): string {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return "(a control character)";
  if (code >= 0xfe00 && code <= 0xfe0f) return `VARIATION SELECTOR-${code - 0xfe00 + 1}`;
  if (code >= 0xe0100 && code <= 0xe01ef) return `VARIATION SELECTOR-${code - 0xe0100 + 17}`;
  if (code > 0xe0020 && code < 0xe007f) return tagName(String.fromCharCode(code - 0xe0000));
  return "(a character without a shape)";
}

function tagName(ascii: string): string {
  if (/[a-z]/.test(ascii)) return `TAG LATIN SMALL LETTER ${ascii.toUpperCase()}`;
  if (/[A-Z]/.test(ascii)) return `TAG LATIN CAPITAL LETTER ${ascii}`;
  return `TAG ${JSON.stringify(ascii)}`;
}

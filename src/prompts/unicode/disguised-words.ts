import { latinLookalike } from "./confusables.js";

/** A word whose letters are not what they look like. */
export interface DisguisedWord {
  /** UTF-16 units; `end` is excluded. */
  readonly start: number;
  readonly end: number;
  readonly word: string;
  /** The letters that pass for Latin ones, or stand among them, in order. */
  readonly letters: readonly ForeignLetter[];
  /** Whether Latin letters stand in the word too. */
  readonly mixed: boolean;
}

export interface ForeignLetter {
  readonly letter: string;
  readonly script: string;
  /** The Latin letter that it looks like. */
  readonly like?: string;
}

/** Scripts with letters that pass for Latin ones. */
const scripts: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["Cyrillic", /\p{Script=Cyrillic}/u],
  ["Greek", /\p{Script=Greek}/u],
  ["Armenian", /\p{Script=Armenian}/u],
  ["Cherokee", /\p{Script=Cherokee}/u],
  ["Coptic", /\p{Script=Coptic}/u],
  ["Lisu", /\p{Script=Lisu}/u],
  ["mathematical", /[\u{1d400}-\u{1d7cb}]/u],
];
const anyOfThem =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}\u{1d400}-\u{1d7cb}]/u;
const word = /[\p{L}\p{M}]+/gu;
const latin = /\p{Script=Latin}/u;
const latinWord = /\p{Script=Latin}{2}/u;
/** Slang such as `SMSки`: an abbreviation with an ending of the writer's own language. */
const abbreviation = /^\p{Script=Latin}\p{Lu}+[\p{Ll}\p{M}]+$/u;

/** Finds words that mix Latin letters with lookalikes, and words that are nothing but lookalikes. In linear time. */
export function disguisedWords(text: string): DisguisedWord[] {
  if (!anyOfThem.test(text)) return [];
  const found: DisguisedWord[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    if (anyOfThem.test(line))
      for (const it of inLine(line)) found.push({ ...it, start: it.start + start, end: it.end + start });
    start += line.length + 1;
  }
  return found;
}

function inLine(line: string): DisguisedWord[] {
  const words = [...line.matchAll(word)].map(({ 0: written, index }) => {
    const letters = foreignLetters(written);
    const mixed = letters.length > 0 && latin.test(written);
    return { word: written, start: index, end: index + written.length, letters, mixed };
  });
  const honest = new Set(
    words
      .filter((it) => !it.mixed)
      .flatMap(({ letters }) => letters.filter(({ like }) => like === undefined))
      .map(({ script }) => script),
  );
  const isLatin = latinWord.test(line);
  return words.filter(
    (it) => it.letters.length > 0 && (it.mixed ? isSuspiciousMix(it) : isLatin && isDisguise(it, honest)),
  );
}

/** Formulas and units put a Greek letter beside Latin ones (`Δx`, `kΩ`): only lookalikes count there. */
function isSuspiciousMix({ word: written, letters }: DisguisedWord): boolean {
  if (letters.every(({ script }) => script === "Greek")) {
    return letters.every(({ like }) => like !== undefined) && [...written].length > 3;
  }
  return !(abbreviation.test(written) && letters.some(({ like }) => like === undefined));
}

/** A word of lookalikes alone, on a line where its script is not otherwise written. A Greek letter or two may be a formula. */
function isDisguise({ letters }: DisguisedWord, honest: ReadonlySet<string>): boolean {
  const [first] = letters;
  if (!first || honest.has(first.script)) return false;
  if (first.script === "Greek" && letters.length < 3) return false;
  return letters.every(({ like }) => like !== undefined);
}

function foreignLetters(written: string): ForeignLetter[] {
  if (!anyOfThem.test(written)) return [];
  return [...written].flatMap((letter): ForeignLetter[] => {
    const script = scripts.find(([, pattern]) => pattern.test(letter))?.[0];
    if (script === undefined) return [];
    const like = script === "mathematical" ? letter.normalize("NFKC") : latinLookalike(letter);
    return [{ letter, script, ...(like !== undefined && { like }) }];
  });
}

import { shortened } from "../../core/shortened.js";
import { codePointText } from "../../core/visible-text.js";
import { conflictMarks } from "../conflict-marks.js";
import { findPersonalData } from "../personal-data/find-personal-data.js";
import type { TextSource } from "../source.js";
import { characterName } from "../unicode/character-name.js";
import { type DisguisedWord, disguisedWords } from "../unicode/disguised-words.js";
import { type HiddenRun, hiddenRuns, hiddenText } from "../unicode/hidden-characters.js";
import { inText, type RawFinding } from "./raw-finding.js";
import type { Check, World } from "./subject.js";

/** Checks that go by a file's text alone, whatever prompt it belongs to. */
export const textChecks: readonly Check[] = [
  textCheck("hidden-unicode", function* (source) {
    for (const run of hiddenRuns(source.text)) yield hiddenFinding(source, run);
  }),
  textCheck("homoglyph", (source) =>
    disguisedWords(source.text).map((word) => disguiseFinding(source, word)),
  ),
  textCheck("personal-data", (source) =>
    findPersonalData(source.text).map(({ kind, start, end, masked }) => ({
      rule: "personal-data",
      place: inText(source, start, end),
      message: `${kind}: ${masked}`,
      hint: "write a made-up one (name@example.com), or take it in as an input",
    })),
  ),
  textCheck("conflict-marks", (source) =>
    conflictMarks(source.text).map(({ start, end }) => ({
      rule: "conflict-marks",
      place: inText(source, start, end),
      message: "a merge conflict begins here that nobody has settled",
      hint: "keep what is right, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>",
    })),
  ),
];

function textCheck(
  rule: "hidden-unicode" | "homoglyph" | "personal-data" | "conflict-marks",
  find: (source: TextSource) => Iterable<RawFinding>,
): Check {
  /** What many prompts include is looked through once. */
  const shared = (source: TextSource, { found }: World): Iterable<RawFinding> => {
    const key = `${rule} ${source.file}`;
    const known = found.get(key) ?? [...find(source)];
    found.set(key, known);
    return known;
  };
  return {
    rules: [rule],
    run({ sources, world, file }, report) {
      for (const source of sources) {
        const found = source.file === file ? find(source) : shared(source, world);
        for (const finding of found) report(finding);
      }
    },
  };
}

function hiddenFinding(source: TextSource, run: HiddenRun): RawFinding {
  return {
    rule: "hidden-unicode",
    place: inText(source, run.start, run.end),
    // Worded when it is shown: of a file full of them most are only counted.
    get message() {
      return hiddenMessage(run);
    },
    hint: run.removable
      ? "remove it; if it has to be there, say why in a comment that disables the rule"
      : "see what was meant and write that; nobody sees this character",
    ...(run.removable && {
      fix: { kind: "edit", edits: [{ start: run.start, end: run.end, text: "" }] } as const,
    }),
  };
}

function hiddenMessage({ codes }: HiddenRun): string {
  const spells = hiddenText(codes);
  const names = [...new Set(codes)].slice(0, 3).map(characterName);
  const hidden = spells === undefined ? "" : `; they spell ${JSON.stringify(shortened(spells))}`;
  if (codes.length === 1) return `hidden character: ${names[0]}`;
  const kinds = new Set(codes).size;
  const list = names.join(", ") + (kinds > names.length ? ", …" : "");
  return `${codes.length} hidden characters: ${list}${hidden}`;
}

function disguiseFinding(
  source: TextSource,
  { start, end, word, letters, mixed }: DisguisedWord,
): RawFinding {
  const named = letters.slice(0, 3).map(({ letter, script, like }) => {
    const code = codePointText(letter.codePointAt(0) ?? 0);
    return `${JSON.stringify(letter)} (${code}, ${script}${like === undefined ? "" : `, looks like ${like}`})`;
  });
  const list = named.join(", ") + (letters.length > 3 ? ", …" : "");
  const what = mixed ? "mixes Latin letters with others" : "is written in letters that pass for Latin ones";
  return {
    rule: "homoglyph",
    place: inText(source, start, end),
    message: `${JSON.stringify(shortened(word))} ${what}: ${list}`,
    hint: "type the word again in one script",
  };
}

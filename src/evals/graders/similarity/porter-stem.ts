/** A word without its ending: `relational` → `relat`. @see M. F. Porter: An algorithm for suffix stripping (1980) */
export function porterStem(word: string): string {
  if (word.length < 3) return word;
  let stem = withoutPlural(word);
  stem = withoutPast(stem);
  stem = /y$/.test(stem) && hasVowel(stem.slice(0, -1)) ? `${stem.slice(0, -1)}i` : stem;
  stem = replaced(stem, longEndings, 0);
  stem = replaced(stem, shortEndings, 0);
  stem = withoutResidual(stem);
  return withoutFinal(stem);
}

type Endings = readonly (readonly [ending: string, becomes: string])[];

const longEndings: Endings = [
  ["ational", "ate"],
  ["tional", "tion"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["abli", "able"],
  ["alli", "al"],
  ["entli", "ent"],
  ["eli", "e"],
  ["ousli", "ous"],
  ["ization", "ize"],
  ["ation", "ate"],
  ["ator", "ate"],
  ["alism", "al"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["biliti", "ble"],
];

const shortEndings: Endings = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ful", ""],
  ["ness", ""],
];

const residual: readonly string[] = [
  ...[
    "ement",
    "ance",
    "ence",
    "able",
    "ible",
    "ment",
    "ant",
    "ent",
    "ism",
    "ate",
    "iti",
    "ous",
    "ive",
    "ize",
  ],
  ...["ion", "al", "er", "ic", "ou"],
];

/** Step 1a. */
function withoutPlural(word: string): string {
  if (word.endsWith("sses") || word.endsWith("ies")) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** Step 1b. */
function withoutPast(word: string): string {
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const ending = ["ed", "ing"].find((it) => word.endsWith(it));
  const stem = ending === undefined ? "" : word.slice(0, -ending.length);
  if (!hasVowel(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDoubled(stem) && !/[lsz]$/.test(stem)) return stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

/** Steps 2 and 3: the longest ending that fits decides, whether or not its condition holds. */
function replaced(word: string, endings: Endings, above: number): string {
  const fitting = endings.filter(([ending]) => word.endsWith(ending));
  const [longest] = fitting.toSorted(([a], [b]) => b.length - a.length);
  if (!longest) return word;
  const stem = word.slice(0, -longest[0].length);
  return measure(stem) > above ? stem + longest[1] : word;
}

/** Step 4. */
function withoutResidual(word: string): string {
  const ending = residual.find((it) => word.endsWith(it));
  if (ending === undefined) return word;
  const stem = word.slice(0, -ending.length);
  if (measure(stem) <= 1 || (ending === "ion" && !/[st]$/.test(stem))) return word;
  return stem;
}

/** Step 5. */
function withoutFinal(word: string): string {
  let stem = word;
  if (stem.endsWith("e")) {
    const shorter = stem.slice(0, -1);
    const size = measure(shorter);
    if (size > 1 || (size === 1 && !endsShort(shorter))) stem = shorter;
  }
  return stem.endsWith("ll") && measure(stem.slice(0, -1)) > 1 ? stem.slice(0, -1) : stem;
}

/** Vowels as `v`, consonants as `c`; a `y` after a consonant is a vowel. */
function shape(word: string): string {
  let form = "";
  for (const letter of word) {
    const vowel = "aeiou".includes(letter) || (letter === "y" && form.endsWith("c"));
    form += vowel ? "v" : "c";
  }
  return form;
}

/** How often vowels are followed by consonants. */
function measure(word: string): number {
  return shape(word).match(/v+c+/g)?.length ?? 0;
}

function hasVowel(word: string): boolean {
  return shape(word).includes("v");
}

function endsDoubled(word: string): boolean {
  return word.length > 1 && word.at(-1) === word.at(-2) && shape(word).endsWith("c");
}

/** Consonant, vowel, consonant, the last none of w, x, y: as in `hop`. */
function endsShort(word: string): boolean {
  return shape(word).endsWith("cvc") && !/[wxy]$/.test(word);
}

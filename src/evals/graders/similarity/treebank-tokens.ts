/** What the conventions of the Penn Treebank take apart, in this order. */
const steps: readonly (readonly [form: RegExp, parts: string])[] = [
  [/^"/g, "`` "],
  [/(``)/g, " $1 "],
  [/([ ([{<])("|'{2})/g, "$1 `` "],
  [/([:,])(?!\d)/g, " $1 "],
  [/\.{3}/g, " ... "],
  [/[;@#$%&]/g, " $& "],
  [/([^.])(\.)([\])}>"']*)\s*$/g, "$1 $2$3 "],
  [/[?!]/g, " $& "],
  [/([^'])' /g, "$1 ' "],
  [/[\][(){}<>]/g, " $& "],
  [/--/g, " -- "],
];

const endings: readonly (readonly [form: RegExp, parts: string])[] = [
  [/''/g, " '' "],
  [/"/g, " '' "],
  [/([^' ])('[sSmMdD]|') /g, "$1 $2 "],
  [/([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /g, "$1 $2 "],
  [/\b(can)(not)\b/gi, " $1 $2 "],
  [/\b(d)('ye)\b/gi, " $1 $2 "],
  [/\b(gim|lem)(me)\b/gi, " $1 $2 "],
  [/\b(gon|wan)(na)(?=\s)/gi, " $1 $2 "],
  [/\b(got)(ta)\b/gi, " $1 $2 "],
  [/\b(more)('n)\b/gi, " $1 $2 "],
  [/ ('t)(is|was)\b/gi, " $1 $2 "],
];

/**
 * Cuts a text into tokens by the conventions of the Penn Treebank: punctuation stands alone, a full stop at the text's end too,
 * `don't` is `do n't`, quotation marks become `` and ''.
 * @see https://www.cis.upenn.edu/~bies/manuals/tagguide.pdf; checked against NLTK's TreebankWordTokenizer
 */
export function treebankTokens(text: string): string[] {
  let taken = text.replace(/\s+/g, " ").trim();
  for (const [form, parts] of steps) taken = taken.replace(form, parts);
  taken = ` ${taken} `;
  for (const [form, parts] of endings) taken = taken.replace(form, parts);
  const tokens = taken.trim().split(/\s+/);
  return tokens.length === 1 && tokens[0] === "" ? [] : tokens;
}

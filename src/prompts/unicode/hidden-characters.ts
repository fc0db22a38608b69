/** A run of characters beside each other that nobody sees. */
export interface HiddenRun {
  /** UTF-16 units; `end` is excluded. */
  readonly start: number;
  readonly end: number;
  readonly codes: readonly number[];
  /** Whether the text reads the same, and in the same order, without them. */
  readonly removable: boolean;
}

const plain = /^[\t\n\r\x20-\x7e]*$/;
/** Controls, what is not drawn by default (the bidirectional controls among them), and marks of interlinear notes. */
const hidden = /[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
const control = /\p{Cc}/u;
const bidi = /\p{Bidi_Control}/u;
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Scripts whose words need joiners and non-joiners (Unicode Standard, 23.2; UTS 31, 2.3). */
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Balinese}\p{Script=Javanese}\p{Script=Tai_Tham}\p{Script=Meetei_Mayek}]/u;
/** Scripts written without spaces, where a zero-width space says where a word ends. */
const spaceless = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Javanese}]/u;
const emoji = /\p{Emoji}/u;
const pictograph = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/u;
const ideograph = /[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/u;
const mongolian = /\p{Script=Mongolian}/u;
/** The flags of England, Scotland and Wales: the only tag sequences that are emoji in general use (emoji-sequences.txt). */
const flag =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;
const fillers: ReadonlySet<number> = new Set([0x115f, 0x1160, 0x3164, 0xffa0]);

/** Finds every run of characters that cannot be seen and that the text around them does not need. In linear time. */
export function* hiddenRuns(text: string): Iterable<HiddenRun> {
  if (plain.test(text)) return;
  const flags = flagEnds(text);
  let open: { start: number; end: number; codes: number[]; removable: boolean } | undefined;
  for (const { 0: character, index } of text.matchAll(hidden)) {
    const code = character.codePointAt(0) ?? 0;
    if (isPlain(code) || isNeeded(text, index, character, code, flags)) continue;
    const removable = isRemovable(text, index, character, code);
    if (open?.end === index) {
      open.end += character.length;
      open.codes.push(code);
      open.removable &&= removable;
    } else {
      if (open) yield open;
      open = { start: index, end: index + character.length, codes: [code], removable };
    }
  }
  if (open) yield open;
}

/** Tabs and line ends; and NUL, which keeps a file from being text at all and is told as that. */
function isPlain(code: number): boolean {
  return code === 0 || code === 9 || code === 10 || code === 13;
}

/** Where each tag character that belongs to a flag stands. */
function flagEnds(text: string): ReadonlySet<number> {
  const places = new Set<number>();
  if (!text.includes("\u{1f3f4}")) return places;
  for (const { 0: found, index } of text.matchAll(flag)) {
    for (let at = index + 2; at < index + found.length; at += 2) places.add(at);
  }
  return places;
}

function isNeeded(
  text: string,
  index: number,
  character: string,
  code: number,
  flags: ReadonlySet<number>,
): boolean {
  const before = characterBefore(text, index);
  const after = characterAt(text, index + character.length);
  if (code === 0x200c) return joining.test(before);
  if (code === 0x200d)
    return joining.test(before) || (isPictureEnd(text, index, before) && pictograph.test(after));
  if (code === 0x200b) return spaceless.test(before) || spaceless.test(after);
  if (code === 0x200e || code === 0x200f || code === 0x61c) return rightToLeft.test(lineAround(text, index));
  if (code === 0xfe0e || code === 0xfe0f) return emoji.test(before);
  if ((code >= 0xfe00 && code <= 0xfe02) || (code >= 0xe0100 && code <= 0xe01ef))
    return ideograph.test(before);
  if (code >= 0x180b && code <= 0x180f) return mongolian.test(before);
  return flags.has(index);
}

/** Whether what stands before a joiner is a picture, its variation selector included. */
function isPictureEnd(text: string, index: number, before: string): boolean {
  if (before !== "\ufe0f") return pictograph.test(before);
  return pictograph.test(characterBefore(text, index - 1));
}

function isRemovable(text: string, index: number, character: string, code: number): boolean {
  if (control.test(character) || fillers.has(code)) return false;
  return !bidi.test(character) || !rightToLeft.test(lineAround(text, index));
}

function characterBefore(text: string, index: number): string {
  if (index === 0) return "";
  const low = text.charCodeAt(index - 1);
  return text.slice(low >= 0xdc00 && low <= 0xdfff ? index - 2 : index - 1, index);
}

function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** The line a place stands in, or the part of a long one that is near it. */
function lineAround(text: string, index: number): string {
  const near = 200;
  const before = text.slice(Math.max(0, index - near), index);
  const after = text.slice(index, index + near);
  return before.slice(before.lastIndexOf("\n") + 1) + (after.split("\n", 1)[0] ?? "");
}

/** What a message hidden in tag characters or in variation selectors says; undefined where it says nothing in ASCII. */
export function hiddenText(codes: readonly number[]): string | undefined {
  const letters = codes.flatMap((code) => {
    if (code >= 0xe0020 && code <= 0xe007e) return [code - 0xe0000];
    if (code >= 0xfe00 && code <= 0xfe0f) return [code - 0xfe00];
    return code >= 0xe0100 && code <= 0xe01ef ? [code - 0xe0100 + 16] : [];
  });
  const text = String.fromCharCode(...letters.slice(0, 200)).replace(/[^\x20-\x7e]/g, "");
  return text.length >= 2 ? text : undefined;
}

import { codePointText } from "../../core/visible-text.js";

const hidden = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u;
const joined = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;

/** A part of a line as a terminal can show it: what cannot be seen is written out as `<U+200B>`, a tab as spaces. */
export function visibleLine(line: string): string {
  let before = "";
  let shown = "";
  for (const character of line) {
    const isEmojiPart = (character === "\ufe0f" || character === "\u200d") && joined.test(before);
    if (character === "\t") shown += "  ";
    else if (!hidden.test(character) || isEmojiPart) shown += character;
    else shown += `<${codePointText(character.codePointAt(0) ?? 0)}>`;
    before = character;
  }
  return shown;
}

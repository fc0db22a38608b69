const twoColumns =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const colour = new RegExp(`(${String.fromCharCode(27)}\\[[0-9;]*m)`);
const everyColour = new RegExp(colour, "g");
const noColumn = /\p{Mark}|\u200d/u;
const ascii = /^[\x20-\x7e]*$/;

/** How many columns of a terminal a text without colours takes. */
export function textWidth(text: string): number {
  if (ascii.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** Cuts a text to so many columns, with `…` where something is left out. */
export function shorten(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = "";
  let used = 1;
  for (const character of text) {
    used += widthOf(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}…`;
}

function widthOf(character: string): number {
  if (noColumn.test(character)) return 0;
  return twoColumns.test(character) ? 2 : 1;
}

/** As `shorten`, for a text that may hold colour sequences: those stay, all of them. */
export function shortenColoured(text: string, width: number): string {
  const pieces = text.split(colour);
  const plain = pieces.filter((_, index) => index % 2 === 0).join("");
  if (textWidth(plain) <= width) return text;
  let room = width;
  return pieces
    .map((piece, index) => {
      if (index % 2 === 1 || room <= 0) return index % 2 === 1 ? piece : "";
      const whole = textWidth(piece);
      const kept = whole < room ? piece : shorten(`${piece} `, room);
      room -= whole < room ? whole : room;
      return kept;
    })
    .join("");
}

/** How many columns a text takes, its colour sequences left out of account. */
export function colouredWidth(text: string): number {
  return textWidth(ascii.test(text) ? text : text.replace(everyColour, ""));
}

const colour = String.raw`\u001b\[[0-9;]*m`;
// Control characters, and the ones that reorder or hide what stands beside them.
const unsafe = String.raw`[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]`;
const inName = new RegExp(unsafe, "g");
const inLine = new RegExp(unsafe.replace("[\\u0000-\\u001f", "[\\u0000-\\u0008\\u000b-\\u001f"), "g");
const colourOrUnsafe = new RegExp(`${colour}|${inLine.source}`, "g");

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  return short[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

/** `U+200B`. @param code of a character. */
export function codePointText(code: number): string {
  return `U+${hex(code, 4).toUpperCase()}`;
}

/** A file's name or path for people: no character of it can move the cursor, colour or reorder the line. */
export function displayPath(path: string): string {
  return path.replace(inName, escapeCharacter);
}

/**
 * Text for the terminal in which control characters other than newline and tab are written out.
 * @param keepColours leave colour sequences as they are.
 */
export function visibleText(text: string, keepColours: boolean): string {
  if (!keepColours) return text.replace(inLine, escapeCharacter);
  return text.replace(colourOrUnsafe, (found) => (found.length > 1 ? found : escapeCharacter(found)));
}

/**
 * About how many tokens a text takes: its UTF-8 bytes divided by four, rounded up. English prose and code come close to it;
 * it costs nothing, while counting exactly has to load the vocabulary of a tokenizer.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(utf8Length(text) / 4);
}

/** Bytes of a text in UTF-8; a half of a surrogate pair that stands alone counts as U+FFFD, three bytes. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (startsPair(text, index, unit)) {
      bytes += 4;
      index++;
    } else bytes += 3;
  }
  return bytes;
}

function startsPair(text: string, index: number, unit: number): boolean {
  if (unit < 0xd800 || unit > 0xdbff) return false;
  const next = text.charCodeAt(index + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}

/** SQL's LIKE over the whole of `text`: `%` is any characters, `_` any one. Without `sensitive`, A–Z equal a–z. */
export function matchesLike(text: string, pattern: string, sensitive: boolean): boolean {
  const source = pattern.replace(/[\\^$.*+?()[\]{}|/%_]/g, (character) => {
    if (character === "%") return ".*";
    return character === "_" ? "." : `\\${character}`;
  });
  return new RegExp(`^${source}$`, sensitive ? "su" : "sui").test(text);
}

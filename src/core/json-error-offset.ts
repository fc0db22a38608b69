/**
 * Where `JSON.parse` goes wrong, as V8 tells it: by an offset, or by up to ten characters on each side of what it did not expect.
 * @param source what was parsed. @returns UTF-16 units from its beginning; 0 where nothing is told.
 */
export function jsonErrorOffset(source: string, error: unknown): number {
  const message = error instanceof Error ? error.message : "";
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  const [, token = "", cut, excerpt = ""] =
    /token '(.+?)', (\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is/.exec(message) ?? [];
  const begin = source.indexOf(excerpt);
  if (begin === -1) return 0;
  return cut === undefined ? Math.max(0, source.indexOf(token)) : begin + 10;
}

/** A tag: whether it closes, its name, what else is in it. Stops at the next `<`, so that a text is read once. */
const tag = /<(\/?)([\p{L}_:][\p{L}\p{N}_:.-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/uy;
const skipped: readonly (readonly [start: string, end: string])[] = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
];

interface Fragment {
  readonly start: number;
  readonly end: number;
}

/** Parts of a text that begin with a tag and end where it is closed: the outermost ones, first to last. In linear time. */
export function* xmlFragments(text: string): Iterable<string> {
  const open = new OpenElements();
  const ends = new Map(skipped.map(([start, end]) => [start, text.lastIndexOf(end)]));
  const found: Fragment[] = [];
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at)) {
    const passed = endOfSkipped(text, at, ends);
    if (passed !== undefined) {
      at = passed;
      continue;
    }
    tag.lastIndex = at;
    const match = tag.exec(text);
    if (!match) {
      at++;
      continue;
    }
    const [whole, slash, name = "", rest = ""] = match;
    const end = at + whole.length;
    if (slash === "/") {
      const start = open.close(name);
      if (start !== undefined) keep(found, { start, end });
    } else if (rest.endsWith("/")) keep(found, { start: at, end });
    else open.push(name, at);
    at = end;
  }
  for (const { start, end } of found) yield text.slice(start, end);
}

/** Behind a comment or CDATA section; behind its start where it never ends. */
function endOfSkipped(text: string, at: number, ends: ReadonlyMap<string, number>): number | undefined {
  for (const [start, end] of skipped) {
    if (!text.startsWith(start, at)) continue;
    // Where the last end stands is known, so that starts without an end are not followed to the end of the text.
    if ((ends.get(start) ?? -1) < at + start.length) return at + start.length;
    return text.indexOf(end, at + start.length) + end.length;
  }
  return undefined;
}

/** Takes a fragment in, and drops those that lie in it. */
function keep(found: Fragment[], fragment: Fragment): void {
  while ((found.at(-1)?.start ?? -1) > fragment.start) found.pop();
  found.push(fragment);
}

/** Elements that are not closed yet. */
class OpenElements {
  readonly #stack: { readonly name: string; readonly start: number }[] = [];
  readonly #counts = new Map<string, number>();

  push(name: string, start: number): void {
    this.#stack.push({ name, start });
    this.#count(name, 1);
  }

  /** Closes the last element of a name, and forgets what was left open in it. @returns where it began. */
  close(name: string): number | undefined {
    if ((this.#counts.get(name) ?? 0) === 0) return undefined;
    for (let last = this.#stack.pop(); last !== undefined; last = this.#stack.pop()) {
      this.#count(last.name, -1);
      if (last.name === name) return last.start;
    }
    return undefined;
  }

  #count(name: string, change: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + change);
  }
}

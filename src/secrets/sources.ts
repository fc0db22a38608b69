/** A stretch of a text and where it stands in a source. */
export interface Part {
  /** Of the text, among all texts. */
  readonly order: number;
  readonly path: string;
  /** The whole text. */
  readonly text: string;
  /** Where the stretch begins in the text. */
  readonly from: number;
  /** In the source, `end` excluded. */
  readonly start: number;
  readonly end: number;
}

/** What is looked at in one go: the time that takes grows with the square of how many there are. */
export interface ScanSource {
  /** A file name, for the rules that go by it. */
  readonly name: string;
  readonly content: string;
  readonly parts: readonly Part[];
}

interface Text {
  /** Among all texts. */
  readonly order: number;
  readonly path: string;
  readonly text: string;
}

/** Characters of a source: about 15 ms of work, for which the thread is busy. */
const sourceLength = 256 * 1024;
/** Stretches of a long text overlap by what a private key may take. */
const overlap = 16 * 1024;
/** No rule matches across it. */
const separator = "\n\n\0\n\n";

/** Puts small texts together and cuts long ones up. Texts whose name matters stand alone. */
export function cutIntoSources(texts: readonly Text[]): ScanSource[] {
  const sources: ScanSource[] = [];
  let content = "";
  let parts: Part[] = [];
  const close = () => {
    if (parts.length > 0) sources.push({ name: "text", content, parts });
    content = "";
    parts = [];
  };
  for (const { order, path, text } of texts) {
    if (needsItsName(path, text)) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      sources.push({
        name,
        content: text,
        parts: [{ order, path, text, from: 0, start: 0, end: text.length }],
      });
      continue;
    }
    for (const [from, to] of stretches(text)) {
      if (content.length + (to - from) > sourceLength) close();
      const start = content.length;
      content += text.slice(from, to) + separator;
      parts.push({ order, path, text, from, start, end: start + to - from });
    }
  }
  close();
  return sources;
}

/** Rules that go by the name: npm's token in `.npmrc`, keys of Google's service accounts, tokens in `package.json`. */
function needsItsName(path: string, text: string): boolean {
  if (/(?:^|\/)\.npmrc$/.test(path)) return true;
  if (/(?:^|\/)package(?:-lock)?\.json$/.test(path)) return /x-oauth/.test(text);
  return path.endsWith(".json") && text.includes('"private_key"');
}

function* stretches(text: string): Iterable<[from: number, to: number]> {
  for (let from = 0; ; from += sourceLength - overlap) {
    const to = Math.min(text.length, from + sourceLength);
    yield [from, to];
    if (to === text.length) return;
  }
}

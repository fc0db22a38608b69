/** A block between fences of Markdown. */
export interface FencedBlock {
  /** In lower case; empty where the fence names none. */
  readonly language: string;
  readonly text: string;
}

const fence = /^ {0,3}(`{3,}|~{3,})[ \t]*(.*)$/;

/** The blocks of a text that are closed by a fence as long as the one that opened them. */
export function fencedBlocks(text: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { marker: string; language: string; lines: string[] } | undefined;
  for (const line of text.split(/\r\n?|\n/)) {
    const [, marker = "", info = ""] = fence.exec(line) ?? [];
    if (!open) {
      const language = (info.trim().split(/\s+/)[0] ?? "").toLowerCase();
      if (marker !== "") open = { marker, language, lines: [] };
    } else if (marker.startsWith(open.marker) && info.trim() === "") {
      blocks.push({ language: open.language, text: open.lines.join("\n") });
      open = undefined;
    } else open.lines.push(line);
  }
  return blocks;
}

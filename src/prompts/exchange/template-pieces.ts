import { type Role, rolePattern } from "../types.js";

/** A part of a template that is being put together from another tool's. */
export type Piece =
  /** Text that is to be rendered exactly as it is, whatever it looks like. */
  | { readonly kind: "text"; readonly text: string }
  /** `{{ source }}` */
  | { readonly kind: "output"; readonly source: string }
  /** `{% source %}`. `ownLine`: it stood alone on its line, so that a line end behind it renders nothing. */
  | { readonly kind: "tag"; readonly source: string; readonly ownLine: boolean }
  | { readonly kind: "role"; readonly role: Role };

export const text = (value: string): Piece => ({ kind: "text", text: value });
export const output = (source: string): Piece => ({ kind: "output", source });
export const tag = (source: string, ownLine = false): Piece => ({ kind: "tag", source, ownLine });
export const role = (name: Role): Piece => ({ kind: "role", role: name });

/**
 * The template's text. Literal text that our template would take for something else is written as an output of that text:
 * `{{ "{{" }}`, and `{{ "user:" }}` for a line that looks like a role line.
 */
export function piecesText(pieces: readonly Piece[]): string {
  const merged = withFirstRole(withoutEmptyMessages(mergeTexts(pieces)));
  let written = "";
  for (const [index, piece] of merged.entries()) {
    const [before, next] = [merged[index - 1], merged[index + 1]];
    if (piece.kind === "text") written += literalText(edgeTrimmed(piece.text, before, next), next);
    else if (piece.kind === "output") written += `{{ ${piece.source} }}`;
    else if (piece.kind === "tag") written += tagText(piece, next);
    else written += `${separator(written, before)}${piece.role}:\n`;
  }
  return written.endsWith("\n") || written === "" ? written : `${written}\n`;
}

/** Whether it renders nothing but white space. */
function isBlank(piece: Piece): boolean {
  return piece.kind === "text" ? piece.text.trim() === "" : piece.kind !== "output";
}

function mergeTexts(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (piece.kind === "text" && last?.kind === "text")
      merged[merged.length - 1] = text(last.text + piece.text);
    else if (piece.kind !== "text" || piece.text !== "") merged.push(piece);
  }
  return merged;
}

/** A role behind which another one follows at once says nothing. */
function withoutEmptyMessages(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.filter((piece, index) => {
    const next = pieces.slice(index + 1, index + 3).find((other) => other.kind !== "text" || !isBlank(other));
    return piece.kind !== "role" || (next !== undefined && next.kind !== "role");
  });
}

/** What stands before the first role is the user's, which has to be said once there are roles. */
function withFirstRole(pieces: readonly Piece[]): readonly Piece[] {
  const first = pieces.findIndex((piece) => piece.kind === "role");
  const spoken = pieces.findIndex((piece) => piece.kind === "output" || !isBlank(piece));
  return first >= 0 && spoken >= 0 && spoken < first ? [role("user"), ...pieces] : pieces;
}

/** White space at a message's ends renders nothing; without it the file is easier to read. */
function edgeTrimmed(value: string, before: Piece | undefined, next: Piece | undefined): string {
  const start = before === undefined || before.kind === "role" ? value.trimStart() : value;
  return next === undefined || next.kind === "role" ? start.trimEnd() : start;
}

function separator(written: string, before: Piece | undefined): string {
  if (written === "") return "";
  if (before?.kind === "tag" || written.endsWith("\n\n")) return written.endsWith("\n") ? "" : "\n";
  return written.endsWith("\n") ? "\n" : "\n\n";
}

/** `-%}` takes a line end away, so that a tag that stood alone on its line can do so here. */
function tagText(piece: Extract<Piece, { kind: "tag" }>, next: Piece | undefined): string {
  const rendersNext =
    next?.kind === "output" || next?.kind === "tag" || (next?.kind === "text" && /^\S/.test(next.text));
  return piece.ownLine && rendersNext ? `{% ${piece.source} -%}\n` : `{% ${piece.source} %}`;
}

const special = new RegExp(String.raw`\{\{|\{%|\{#|^(?:${rolePattern}):(?=[ \t]*\r?$)`, "gm");

function literalText(value: string, next: Piece | undefined): string {
  const escaped = value.replace(special, (found) => `{{ ${JSON.stringify(found)} }}`);
  // A brace before a tag would become a part of it.
  const touching = escaped.endsWith("{") && (next?.kind === "output" || next?.kind === "tag");
  return touching ? `${escaped.slice(0, -1)}{{ "{" }}` : escaped;
}

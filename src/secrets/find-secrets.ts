import { findInEnvFile, isEnvFile } from "./env-file.js";
import { mayHoldSecret } from "./may-hold-secret.js";
import { cutIntoSources, type Part } from "./sources.js";
import { readableText, type ScanText } from "./text.js";

/** A secret in a text; the secret itself is not part of it. */
export interface SecretFinding {
  /** Of the text. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** What it looks like, with its article: `an AWS secret access key`. */
  readonly kind: string;
}

/**
 * Looks for keys, tokens and passwords in texts. Binary content is passed over; comments that switch secretlint off are
 * not heeded, since they would speak for all texts that are looked at together.
 * @returns in the order of the texts, then by place.
 */
export async function findSecrets(texts: Iterable<ScanText>): Promise<SecretFinding[]> {
  const readable = [...texts].flatMap((item) => {
    const text = readableText(item.content);
    return text === undefined || text === "" ? [] : [{ path: item.path, text }];
  });
  const found = new Map<string, SecretFinding & { order: number }>();
  const keep = (order: number, path: string, finding: Omit<SecretFinding, "path">) => {
    found.set(`${order} ${finding.line} ${finding.column} ${finding.kind}`, { order, path, ...finding });
  };
  const suspects = [...readable.entries()].flatMap(([order, item]) =>
    mayHoldSecret(item.text) ? [{ order, ...item }] : [],
  );
  await lintTexts(suspects, keep);
  for (const [order, { path, text }] of readable.entries()) {
    if (isEnvFile(path)) for (const finding of findInEnvFile(text)) keep(order, path, finding);
  }
  return [...found.values()]
    .sort((a, b) => a.order - b.order || a.line - b.line || a.column - b.column)
    .map(({ order: _, ...finding }) => finding);
}

/** The rules are loaded for texts that they may find something in: most hold nothing of the kind. */
async function lintTexts(
  suspects: readonly { readonly order: number; readonly path: string; readonly text: string }[],
  keep: (order: number, path: string, finding: Omit<SecretFinding, "path">) => void,
): Promise<void> {
  if (suspects.length === 0) return;
  const { lint } = await import("./secretlint.js");
  for (const source of cutIntoSources(suspects)) {
    for (const { kind, index } of await lint(source.name, source.content)) {
      const part = partAt(source.parts, index);
      if (!part) continue;
      keep(part.order, part.path, { ...placeAt(part.text, part.from + index - part.start), kind });
    }
    // The program that is being recorded is served by this thread too.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function partAt(parts: readonly Part[], index: number): Part | undefined {
  return parts.find(({ start, end }) => start <= index && index < end);
}

function placeAt(text: string, index: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf("\n"); end >= 0 && end < index; end = text.indexOf("\n", start)) {
    line++;
    start = end + 1;
  }
  return { line, column: index - start + 1 };
}

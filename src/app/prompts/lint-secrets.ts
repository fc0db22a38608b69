import { inText, type RawFinding } from "../../prompts/lint/raw-finding.js";
import { offsetOf } from "../../prompts/lint/source-offset.js";
import type { TextSource } from "../../prompts/source.js";
import { findSecrets } from "../../secrets/find-secrets.js";

/** Looks for secrets in all texts at once: one by one the engine takes many times as long. By file. */
export async function secretFindings(
  sources: readonly TextSource[],
): Promise<ReadonlyMap<string, RawFinding[]>> {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const found = new Map<string, RawFinding[]>();
  const texts = [...byFile.values()].map(({ file, text }) => ({ path: file, content: text }));
  for (const { path, line, column, kind } of await findSecrets(texts)) {
    const source = byFile.get(path);
    if (!source) continue;
    const finding: RawFinding = {
      rule: "secret",
      place: inText(source, offsetOf(source, { file: path, line, column })),
      message: `${kind} stands in the text`,
      hint: "revoke it, since it may be in git's history already, and take it out of the text",
    };
    const same = found.get(path);
    if (same) same.push(finding);
    else found.set(path, [finding]);
  }
  return found;
}

import { groupBy } from "../../core/group-by.js";
import { inText, type RawFinding } from "../../prompts/lint/raw-finding.js";
import { offsetOf } from "../../prompts/lint/source-offset.js";
import type { TextSource } from "../../prompts/source.js";
import { findSecrets } from "../../secrets/find-secrets.js";

/** Looks for secrets in all texts at once: one by one the engine takes many times as long. By file. */
export async function secretFindings(
  sources: readonly TextSource[],
): Promise<ReadonlyMap<string, RawFinding[]>> {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const texts = [...byFile.values()].map(({ file, text }) => ({ path: file, content: text }));
  const findings = (await findSecrets(texts)).flatMap(({ path, line, column, kind }): RawFinding[] => {
    const source = byFile.get(path);
    if (!source) return [];
    return [
      {
        rule: "secret",
        place: inText(source, offsetOf(source, { file: path, line, column })),
        message: `${kind} stands in the text`,
        hint: "revoke it, since it may be in git's history already, and take it out of the text",
      },
    ];
  });
  return groupBy(findings, ({ place }) => place.file);
}

import type { Finding } from "../../core/finding.js";

/**
 * The findings of a working tree with those of the history. A file that both miss is told of once, by the rule of the former and
 * in the words of the latter, which know the commit.
 */
export function withDeleted(findings: readonly Finding[], deleted: readonly Finding[]): Finding[] {
  const known = new Map(deleted.map((finding) => [finding.file, finding]));
  const told = findings.map((finding) => {
    const { message, hint } = known.get(finding.file) ?? finding;
    known.delete(finding.file);
    return { ...finding, message, ...(hint !== undefined && { hint }) };
  });
  return [...told, ...deleted.filter(({ file }) => known.has(file))];
}

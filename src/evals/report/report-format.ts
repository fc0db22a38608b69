/** What a file of results can be, and the endings that say so; the first that fits counts. */
const endings = [
  [".jsonl", "jsonl"],
  [".ndjson", "jsonl"],
  [".json", "json"],
  [".csv", "csv"],
  [".xml", "junit"],
  [".md", "markdown"],
  [".markdown", "markdown"],
  [".sarif", "sarif"],
  [".html", "html"],
  [".htm", "html"],
] as const;

/** A format that results can be written in. */
export type ReportFormat = (typeof endings)[number][1];

/** Endings as messages name them. */
export const reportEndings = ".jsonl, .json, .csv, .junit.xml, .xml, .md, .html and .sarif";

/** The format that a file's ending names. */
export function reportFormatOf(file: string): ReportFormat | undefined {
  const name = file.toLowerCase();
  return endings.find(([ending]) => name.endsWith(ending) && name.length > ending.length)?.[1];
}

/** What a scan makes of a file. `unknown` is what could not be judged; nothing is ever called safe. */
export type Verdict = "ok" | "suspicious" | "unknown";

/** How a finding counts: a note leaves the verdict as it is. */
export type FindingLevel = "suspicious" | "unknown" | "note";

/** Something that a scan found in a model file. */
export interface ModelFinding {
  /** The permanent name of the rule, such as `dangerous-import`. */
  readonly rule: ModelRuleId;
  readonly level: FindingLevel;
  /** A clause for people. */
  readonly what: string;
  /** Where in the file: entries of archives and a byte, `archive/data.pkl: byte 51`; empty for the file as a whole. */
  readonly where: string;
}

export type ModelRuleId =
  | "dangerous-import"
  | "unknown-import"
  | "hidden-name"
  | "odd-pickle"
  | "damaged"
  | "hidden-entry"
  | "unsafe-path"
  | "unread"
  | "limit"
  | "code-in-model"
  | "program"
  | "external-file"
  | "custom-operator"
  | "file-operator"
  | "chat-template"
  | "misleading-name"
  | "bytes-missing";

/** The worst of several: suspicious, then unknown. */
export function verdictOf(levels: Iterable<FindingLevel | Verdict>): Verdict {
  const found = new Set(levels);
  if (found.has("suspicious")) return "suspicious";
  return found.has("unknown") ? "unknown" : "ok";
}

/** The same finding of something that lies in an entry of an archive. */
export function within(entry: string, finding: ModelFinding): ModelFinding {
  return { ...finding, where: finding.where === "" ? entry : `${entry}: ${finding.where}` };
}

export function atByte(offset: number): string {
  return `byte ${offset}`;
}

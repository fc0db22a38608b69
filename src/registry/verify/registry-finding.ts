import type { Finding } from "../../core/finding.js";
import { checkoutWord } from "../checkout-word.js";

/** What `registry verify` finds. The names are permanent. */
type RegistryRule =
  /** A record, event or alias that cannot be read, or was changed. */
  | "damaged-file"
  /** A file that says it is something else than its name does; names that differ in case alone. */
  | "wrong-name"
  | "missing-record"
  | "missing-frozen"
  | "changed-frozen"
  /** A model's record that says something else of its files than the frozen pointer does. */
  | "wrong-details"
  /** A file of a model's version that the remote lacks, or holds with other bytes. */
  | "missing-object"
  | "corrupt-object"
  /** A record without its publication, or a pointer without its event. */
  | "missing-event"
  /** An event that goes back to one that is not there. */
  | "missing-parent"
  /** An alias whose version is not there, or not the one that it meant. */
  | "alias-target"
  /** A pointer that does not say what the latest event says. */
  | "alias-event"
  /** Two branches that moved an alias were merged. */
  | "alias-heads"
  /** Evidence that an event went by, and that is not there. */
  | "missing-evidence"
  /** Evidence of a version that is not there, or of another record of it. */
  | "evidence-version"
  /** A version, an event or evidence that was committed once and is not there: git's history tells. */
  | "deleted-file"
  | "stray-file";

interface Place {
  readonly line: number;
  readonly column: number;
}

/** A finding in a file of the registry: always an error, since nothing in it is meant to be edited. */
export function registryFinding(
  rule: RegistryRule,
  file: string,
  message: string,
  hint: string,
  place: Place = { line: 1, column: 1 },
): Finding {
  return { rule, severity: "error", file, line: place.line, column: place.column, message, hint };
}

/** How to bring a file back as it was when it was added. */
export function restoreHint(file: string): string {
  const path = checkoutWord(file);
  const added = `$(git log -1 --diff-filter=A --format=%H -- ${path})`;
  return `bring it back as it was committed first: git checkout ${added} -- ${path}`;
}

import { timestamp } from "../../core/format-time.js";
import type { Person, VersionRecord } from "../types.js";
import type { EvidenceHead } from "./evidence.js";

/** Of whom and when evidence of a version is. */
export interface EvidenceHeadFacts {
  readonly record: VersionRecord;
  readonly author: Person;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly commit?: string;
  readonly dirty: boolean;
  /** Whether a promotion takes it out of the ledger. */
  readonly taken: boolean;
}

/** What all evidence of a version says. */
export function evidenceHead({
  record,
  author,
  time,
  commit,
  dirty,
  taken,
}: EvidenceHeadFacts): EvidenceHead {
  return {
    ...{ mlx: 1, noun: record.noun, name: record.name, version: record.version, record: record.digest },
    ...(commit !== undefined && { commit }),
    ...{ dirty, author, time: timestamp(time) },
    ...(taken && { taken }),
  };
}

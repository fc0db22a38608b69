import type { EvidenceDigests, EvidenceProvider } from "./evidence.js";

/** What a suite says now, as far as evidence has to agree with it. */
export interface SuiteFacts {
  readonly name: string;
  /** From the repository's top. */
  readonly file: string;
  readonly digests: Pick<EvidenceDigests, "data" | "graders">;
  /** Those that answer the version in question. */
  readonly providers: readonly Pick<EvidenceProvider, "id" | "settings">[];
  /** Ids of the providers that judge. */
  readonly judges: readonly string[];
}

/** A suite that a gate asks for, or why it cannot be told what it says, and what to do. */
export type SuiteLookup = SuiteFacts | { readonly problem: string; readonly hint?: string };

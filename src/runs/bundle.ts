import { compareBytes } from "../core/byte-order.js";
import { canonicalJson } from "../core/canonical-json.js";
import { type Sha256, sha256Of } from "../core/sha256.js";
import type { Annotation, RunGit, RunId, RunKind, RunParts, RunStatus } from "./types.js";

/** What never changes once a run has ended: two bundles of one id must agree on all of it. */
export interface RunContent extends RunParts {
  readonly id: RunId;
  readonly experiment: string;
  readonly kind: RunKind;
  readonly commandId?: RunId;
  readonly status: Exclude<RunStatus, "running">;
  readonly startTime: number;
  readonly endTime: number;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly user?: string;
  readonly git: RunGit;
  readonly params: Readonly<Record<string, string>>;
  /** Key to points `[step, timestamp, value]`, in order of step, timestamp, value; values that JSON lacks as strings. */
  readonly metrics: Readonly<
    Record<string, readonly (readonly [step: number, timestamp: number, value: number | string])[]>
  >;
}

/** A run as it travels: what cannot change with its digest, and what people may correct later. */
export interface RunBundle {
  readonly content: RunContent;
  /** SHA-256 of the canonical JSON of `content`. */
  readonly digest: Sha256;
  /** `name`, `deleted` and `tag:<key>`. */
  readonly annotations: Readonly<Record<string, Annotation>>;
}

type Annotations = Readonly<Record<string, Annotation>>;

export function bundleOf(content: RunContent, annotations: Annotations): RunBundle {
  return { content, digest: sha256Of(canonicalJson(content)), annotations };
}

/** The bytes of a bundle, as it is exported and pushed. */
export function formatBundle(bundle: RunBundle): string {
  return canonicalJson(bundle);
}

/**
 * What two ledgers know of one run, together. The order in which they are merged, and how often, makes no difference:
 * the later annotation counts, of equal times the greater value in byte order, removed ones below all.
 */
export function mergeAnnotations(a: Annotations, b: Annotations): Annotations {
  const merged = new Map(Object.entries(a));
  for (const [key, theirs] of Object.entries(b)) {
    const ours = merged.get(key);
    if (ours === undefined || compareAnnotations(theirs, ours) > 0) merged.set(key, theirs);
  }
  return Object.fromEntries(merged);
}

function compareAnnotations(a: Annotation, b: Annotation): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.value === null || b.value === null) return Number(a.value !== null) - Number(b.value !== null);
  return compareBytes(a.value, b.value);
}

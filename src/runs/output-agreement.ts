import { compareBytes } from "../core/byte-order.js";
import type { Sha256 } from "../core/sha256.js";
import type { PathDigest } from "./types.js";

/** A declared output of a run and what a second run left at the same path. */
export interface OutputAgreement {
  readonly path: string;
  /** Null where there was nothing at the path. */
  readonly recorded: Sha256 | null;
  readonly now: Sha256 | null;
  readonly same: boolean;
}

/** Sets the outputs of two runs side by side, by path. */
export function outputAgreements(
  recorded: readonly PathDigest[],
  now: readonly PathDigest[],
): OutputAgreement[] {
  const [before, after] = [digests(recorded), digests(now)];
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort(compareBytes);
  return paths.map((path) => {
    const [then, here] = [before.get(path) ?? null, after.get(path) ?? null];
    return { path, recorded: then, now: here, same: then === here };
  });
}

function digests(outputs: readonly PathDigest[]): Map<string, Sha256 | undefined> {
  return new Map(outputs.map(({ path, sha256 }) => [path, sha256]));
}

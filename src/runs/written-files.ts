import type { Sha256 } from "../core/sha256.js";
import type { RunArtifact } from "./types.js";

/** A file of a run that is to be written. */
export interface WrittenFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly sha256: Sha256;
  readonly size: number;
}

/** The artifacts that these paths name, a folder's all of them; every artifact where none is given; byte order of paths. */
export function chooseArtifacts(
  artifacts: readonly RunArtifact[],
  paths: readonly string[],
): { readonly files: WrittenFile[]; readonly unmatched: string[] } {
  const wanted = paths.map((path) => path.replace(/\/+$/, ""));
  const matches = (path: string, want: string): boolean => path === want || path.startsWith(`${want}/`);
  const files = artifacts
    .filter(({ path }) => wanted.length === 0 || wanted.some((want) => matches(path, want)))
    .map(({ path, sha256, size }) => ({ path, sha256, size }));
  const unmatched = wanted.filter((want) => !artifacts.some(({ path }) => matches(path, want)));
  return { files, unmatched };
}

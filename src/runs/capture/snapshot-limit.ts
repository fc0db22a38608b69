import { compareBytes } from "../../core/byte-order.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import type { CodeSnapshot } from "../types.js";

export interface SizedPath {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

type Omitted = CodeSnapshot["omitted"][number];

/** One file may take up so much of all that a snapshot may hold. */
const shareOfOne = 0.2;
/** More files than this are somebody's data, not their code. */
const maxFiles = 10_000;
/** More entries than this are told by folder. */
const maxListed = 100;

/**
 * Chooses what of the changed files a snapshot takes, the smallest first, so that one large file does not crowd out code.
 * @param limit bytes of all files together; one file may have a fifth of it.
 */
export function chooseForSnapshot(
  files: readonly SizedPath[],
  limit: number,
): { readonly kept: readonly SizedPath[]; readonly omitted: readonly SizedPath[] } {
  const largest = limit * shareOfOne;
  const bySize = [...files].sort((a, b) => a.size - b.size || compareBytes(a.path, b.path));
  const kept: SizedPath[] = [];
  const omitted: SizedPath[] = [];
  let total = 0;
  for (const file of bySize) {
    const fits = file.size <= largest && total + file.size <= limit && kept.length < maxFiles;
    if (fits) total += file.size;
    (fits ? kept : omitted).push(file);
  }
  const byPath = (a: SizedPath, b: SizedPath) => compareBytes(a.path, b.path);
  return { kept: kept.sort(byPath), omitted: omitted.sort(byPath) };
}

/** Tells what was left out for its size: file by file, or of many by the folder that they lie in. */
export function describeOmitted(files: readonly SizedPath[], limit: number): Omitted[] {
  if (files.length <= maxListed) {
    return files.map(({ path, size }) => ({ path, reason: "size", detail: sizeDetail(size, limit) }));
  }
  const folders = new Map<string, { count: number; size: number }>();
  for (const { path, size } of files) {
    const folder = path.slice(0, path.indexOf("/") + 1) || "./";
    const sum = folders.get(folder) ?? { count: 0, size: 0 };
    folders.set(folder, { count: sum.count + 1, size: sum.size + size });
  }
  return [...folders].map(([path, { count, size }]) => {
    return { path, reason: "size", detail: `${countOf(count, "file")}, ${formatBytes(size)} together` };
  });
}

function sizeDetail(size: number, limit: number): string {
  const largest = limit * shareOfOne;
  if (size > largest) return `${formatBytes(size)}; one file may have ${formatBytes(largest)}`;
  return `${formatBytes(size)}; all files together may have ${formatBytes(limit)}`;
}

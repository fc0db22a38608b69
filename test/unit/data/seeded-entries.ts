import { sha256Of } from "../../../src/core/sha256.js";
import { FileAndFolderCheck, sortEntries } from "../../../src/data/entry-list.js";
import { entryPathProblem } from "../../../src/data/entry-path.js";
import type { FileEntry } from "../../../src/data/types.js";

/** A repeatable stream of numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const letters = [
  ..."abcXYZ019",
  ..." %.!-~#:'\"\\|>&*",
  ..."\n\r\t\u0001\u007f\u0085\u009f",
  ..."\u2028\u2029\ufeff\ufffe\uffff\ue000\ufffd",
  ..."éß漢\u0301😀𝔘\u{10ffff}",
  "%41",
  "%2F",
];

export function randomName(random: () => number): string {
  const length = 1 + Math.floor(random() * 6);
  return Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join("");
}

/** Sound entries in byte order, with awkward names, in folders up to four deep. */
export function randomEntries(random: () => number, count: number): readonly FileEntry[] {
  const folders = Array.from({ length: 6 }, () => randomName(random));
  const entries = new Map<string, FileEntry>();
  for (let i = 0; i < count; i++) {
    const depth = Math.floor(random() * 4);
    const parents = Array.from({ length: depth }, () => folders[Math.floor(random() * folders.length)]);
    const path = [...parents, randomName(random)].join("/");
    const size = random() < 0.1 ? 0 : Math.floor(random() * 2 ** 40);
    const mode = random() < 0.2 ? "755" : "644";
    if (entryPathProblem(path) === undefined)
      entries.set(path, { path, sha256: sha256Of(`${i % 7}`), size, mode });
  }
  const check = new FileAndFolderCheck();
  return sortEntries([...entries.values()]).filter(({ path }) => check.next(path) === undefined);
}

/** A short way to write an entry: its content stands for its bytes. */
export function entry(path: string, content: string, mode: "644" | "755" = "644"): FileEntry {
  return { path, sha256: sha256Of(content), size: content.length, mode };
}

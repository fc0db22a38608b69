import { lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { identityName, isAlive, ownIdentity, parseIdentity } from "../files/process-identity.js";

const prefix = "partial-";
const longestKeptMs = 7 * 24 * 3600 * 1000;
const mine = new Set<string>();

/**
 * The folder for this process's downloads below `tmp`. What dead processes left unfinished moves into it, so that it
 * can be gone on with; living ones keep theirs, so that two never write one file.
 */
export function downloadFolder(tmp: string): string {
  const own = join(tmp, prefix + identityName(ownIdentity()));
  if (mine.has(own) && lstatSync(own, { throwIfNoEntry: false }) !== undefined) return own;
  mkdirSync(own, { recursive: true });
  if (mine.size === 0) process.once("exit", removeEmpty);
  mine.add(own);
  for (const name of readdirSync(tmp)) {
    const identity = name.startsWith(prefix) ? parseIdentity(name.slice(prefix.length)) : undefined;
    if (identity === undefined || isAlive(identity) === true) continue;
    if (isAlive(identity) === false || isOld(join(tmp, name))) takeOver(join(tmp, name), own);
  }
  return own;
}

function takeOver(folder: string, own: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (isOld(join(folder, name))) rmSync(join(folder, name), { force: true });
      else renameSync(join(folder, name), join(own, name));
    }
    rmdirSync(folder);
  } catch {
    // Another process takes it over at the same time, or it is another user's: then it is theirs.
  }
}

function isOld(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > longestKeptMs;
}

function removeEmpty(): void {
  for (const folder of mine) {
    try {
      rmdirSync(folder);
    } catch {
      // Unfinished downloads stay for the next process.
    }
  }
}

import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import { syncFolder } from "../files/atomic-write.js";

/**
 * Copies a ledger beside it as `<path>.v<version>.bak`, or `.bak.2` and so on: an older backup is never touched. To be
 * called by a process that holds the write lock on another connection, so that what is copied is the last state committed.
 * @param reader a connection outside of any transaction.
 */
export function backUp(reader: Database, path: string, version: number): void {
  const target = freeName(`${path}.v${version}.bak`);
  const unfinished = `${target}.tmp`;
  rmSync(unfinished, { force: true });
  // Unlike a copy of the file this takes in what is still in the write-ahead log.
  reader.prepare("VACUUM INTO ?").run(unfinished);
  const handle = openSync(unfinished, "r+");
  fsyncSync(handle);
  closeSync(handle);
  renameSync(unfinished, target);
  syncFolder(dirname(target));
}

function freeName(name: string): string {
  let free = name;
  for (let number = 2; existsSync(free); number++) free = `${name}.${number}`;
  return free;
}

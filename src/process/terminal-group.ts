import { readFileSync } from "node:fs";

/**
 * Whether Ctrl-C at the terminal reaches this process's children by itself, because they are all in the terminal's
 * foreground group.
 * @param terminal whether one of the standard streams is a terminal: what counts where the system does not say more.
 */
export function inForeground(terminal: boolean, stat = ownStat()): boolean {
  if (stat === undefined) return terminal;
  // Fields 5, 7 and 8: process group, terminal, the terminal's foreground group.
  const [, , group, , tty, foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return tty !== "0" && group === foreground;
}

function ownStat(): string | undefined {
  try {
    return readFileSync("/proc/self/stat", "utf8");
  } catch {
    return undefined;
  }
}

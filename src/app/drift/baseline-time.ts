import { readFileSync } from "node:fs";

/**
 * When a baseline was taken, epoch milliseconds: to know that, it need not be read as a whole and verified. Undefined where there is none
 * that tells; what is wrong with it is told by those who need the rest.
 * @param file absolute.
 */
export function baselineTime(file: string): number | undefined {
  try {
    const [, created = ""] = /^ *"created": "([^"]+)"/m.exec(readFileSync(file, "utf8")) ?? [];
    const time = Date.parse(created);
    return Number.isNaN(time) ? undefined : time;
  } catch {
    return undefined;
  }
}

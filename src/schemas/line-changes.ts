import { diffArrays } from "diff";

/** A line that was taken away or put in; its number is that of the text that has it, from 1. */
export interface LineChange {
  readonly kind: "removed" | "added";
  readonly line: number;
  readonly text: string;
}

export function lineChanges(before: string, after: string): LineChange[] {
  const changes: LineChange[] = [];
  let [old, fresh] = [0, 0];
  for (const { removed, added, value } of diffArrays(before.split(/\r?\n/), after.split(/\r?\n/))) {
    for (const text of value) {
      if (!added) old++;
      if (!removed) fresh++;
      if (removed) changes.push({ kind: "removed", line: old, text });
      else if (added) changes.push({ kind: "added", line: fresh, text });
    }
  }
  return changes;
}

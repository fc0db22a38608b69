import type { HookName } from "./hook-names.js";

/** Who runs the hooks of a repository: git itself, or a program that a team has put in its place. */
export type HookManager = "git" | "husky" | "lefthook" | "pre-commit";

/** A change of one file. Paths are absolute. */
export type FileEdit =
  | { readonly kind: "write"; readonly path: string; readonly bytes: Uint8Array; readonly mode?: number }
  | { readonly kind: "move"; readonly from: string; readonly to: string }
  | { readonly kind: "remove"; readonly path: string };

/**
 * What happens to a hook. Installing: `created` a file of its own, `added` to an existing one, `chained` before or behind
 * one that no lines can be added to, `updated`, `unchanged`, or `advised`, where the person has to do it. Uninstalling:
 * `removed` the file, `cleaned` a file that stays, `restored` the earlier hook, or `left`, where that was not possible.
 */
export type HookAction =
  | "created"
  | "added"
  | "chained"
  | "updated"
  | "unchanged"
  | "advised"
  | "removed"
  | "cleaned"
  | "restored"
  | "left";

export interface HookStep {
  readonly hook: HookName;
  readonly manager: HookManager;
  /** The file that holds the hook, absolute. */
  readonly file: string;
  readonly action: HookAction;
  /** In the order in which they are made. */
  readonly edits: readonly FileEdit[];
  /** What the person has to write where, for `advised`. */
  readonly snippet?: string;
}

/** Where the hook that was there before is kept and called. */
export function earlierHook(file: string): string {
  return `${file}.before-mlx`;
}

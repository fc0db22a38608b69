/** The hooks of git that mlx has work for, in the order in which people meet them. */
export const hookNames = ["pre-commit", "post-checkout", "post-merge", "pre-push"] as const;
export type HookName = (typeof hookNames)[number];

/** Those that are installed with `--data` alone. */
export const dataHooks: readonly HookName[] = ["post-checkout", "post-merge", "pre-push"];

/** Whether git goes by the exit code of the hook. */
export function isBlocking(hook: HookName): boolean {
  return hook === "pre-commit" || hook === "pre-push";
}

/** How to do once, without the hook, what it refused. */
export function anywayCommand(hook: HookName): string {
  return hook === "pre-push" ? "git push --no-verify" : "git commit --no-verify";
}

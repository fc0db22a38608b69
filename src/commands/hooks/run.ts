import type { App } from "../../app/app.js";
import { anywayCommand, type HookName, isBlocking } from "../../app/hooks/hook-names.js";
import { reportOf } from "../../core/error-report.js";
import { ExitCode } from "../../core/exit-codes.js";

/** `mlx hooks run`: what git's hooks call. A hook that git goes by ends with 1 where it refuses, the others with 0. */
export async function run(app: App, hook: HookName, args: readonly string[]): Promise<ExitCode> {
  try {
    const code = await work(app, hook, args);
    if (code !== ExitCode.ok) tellWayOut(app, hook);
    return code;
  } catch (error) {
    if (!isBlocking(hook)) return tellInOneLine(app, hook, error);
    const code = app.ui.error(error);
    if (code !== ExitCode.interrupted) tellWayOut(app, hook);
    return code;
  }
}

async function work(app: App, hook: HookName, args: readonly string[]): Promise<ExitCode> {
  switch (hook) {
    case "pre-commit":
      return (await import("./pre-commit.js")).preCommit(app);
    case "pre-push":
      return (await import("./pre-push.js")).prePush(app, args);
    case "post-checkout":
    case "post-merge":
      return (await import("./follow-pointers.js")).followPointers(app, hook, args);
  }
}

/** Whoever is in a hurry has to know how to go on; `--json` is read by programs. */
function tellWayOut(app: App, hook: HookName): void {
  const what = hook === "pre-push" ? "push" : "commit";
  app.ui.note(`to ${what} anyway: ${anywayCommand(hook)}`);
}

/** After a checkout or a merge it is too late to refuse: the data can be brought later. */
function tellInOneLine(app: App, hook: HookName, error: unknown): ExitCode {
  if (app.signal.aborted) return ExitCode.ok;
  const [line = ""] = reportOf(error).message.split("\n");
  app.ui.note(`mlx ${hook}: the data was not checked out: ${line}`);
  return ExitCode.ok;
}

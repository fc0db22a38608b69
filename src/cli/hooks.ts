import { Argument, type Command } from "commander";
import { type HookName, hookNames } from "../app/hooks/hook-names.js";
import type { InstallOptions } from "../commands/hooks/install.js";
import type { UninstallOptions } from "../commands/hooks/uninstall.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx hooks …` */
export function addHooksCommands(hooks: Command, context: CliContext): void {
  addInstall(hooks, context);
  addUninstall(hooks, context);
  addRun(hooks, context);
}

function addInstall(hooks: Command, context: CliContext): void {
  const command = hooks
    .command("install")
    .summary("have the prompts of each commit checked")
    .description(
      "Makes git call mlx before each commit. A hook that is there already still runs; husky and lefthook get a line of their own. Doing it twice changes nothing.",
    )
    .option("--data", "also check data out after a checkout or merge, and push it before a push", false)
    .option("-n, --dry-run", "say what would change and change nothing", false)
    .action(
      context.action(async (app, options: InstallOptions) => {
        const { install } = await import("../commands/hooks/install.js");
        return install(app, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx hooks install", "check the staged prompts before each commit"],
      ["mlx hooks install --data", "let data follow checkout, merge and push too"],
      ["mlx hooks install --dry-run", "see which files would change"],
    ],
    exitCodes: {
      0: "installed, or there already, or the lines to add are printed",
      2: "a bare repository, or hooks are switched off by core.hooksPath",
      3: "something is in the way",
      4: "the folder of hooks may not be written to",
    },
  });
}

function addUninstall(hooks: Command, context: CliContext): void {
  const command = hooks
    .command("uninstall")
    .summary("take mlx out of the hooks again")
    .description(
      "Takes out what mlx hooks install put in, and puts an earlier hook back. Lines of others are left as they are.",
    )
    .option("-n, --dry-run", "say what would change and change nothing", false)
    .action(
      context.action(async (app, options: UninstallOptions) => {
        const { uninstall } = await import("../commands/hooks/uninstall.js");
        return uninstall(app, options);
      }),
    );
  describe(command, {
    examples: [["mlx hooks uninstall", "git no longer calls mlx"]],
    exitCodes: { 0: "taken out, or there was nothing to take out", 3: "something is in the way" },
  });
}

function addRun(hooks: Command, context: CliContext): void {
  const command = hooks
    .command("run")
    .summary("do the work of a hook; this is what hooks call")
    .description(
      "Does what a hook is for: pre-commit checks the prompts that the commit changes, as they are staged; post-checkout and post-merge check out data whose pointers changed; pre-push pushes data that the pushed commits name.",
    )
    .addArgument(new Argument("<hook>", "the hook's name").choices(hookNames))
    .argument("[args...]", "what git hands to the hook")
    .action(
      context.action(async (app, hook: HookName, args: string[]) => {
        const { run } = await import("../commands/hooks/run.js");
        return run(app, hook, args);
      }),
    );
  describe(command, {
    examples: [
      ["mlx hooks run pre-commit", "check what is staged now"],
      ['mlx hooks run pre-push "$@"', "in a hook of your own"],
    ],
    exitCodes: {
      0: "nothing stands against it",
      1: "the commit or the push is refused",
    },
  });
}

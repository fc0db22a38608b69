import { Argument, type Command } from "commander";
import { type Shell, shells } from "../commands/completion/scripts.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx completion` */
export function addCompletionCommand(command: Command, context: CliContext): void {
  command.addArgument(new Argument("<shell>", "your shell").choices([...shells])).action(
    context.action(async (app, shell: Shell) => {
      const { printScript } = await import("../commands/completion/completion.js");
      return printScript(app, shell);
    }),
  );
  describe(command, {
    examples: [
      ["source <(mlx completion bash)", "in ~/.bashrc"],
      ["source <(mlx completion zsh)", "in ~/.zshrc, after compinit"],
      ["mlx completion fish > ~/.config/fish/completions/mlx.fish", "once"],
    ],
    exitCodes: { 0: "printed" },
  });
}

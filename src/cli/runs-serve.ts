import type { Command } from "commander";
import type { ServeOptions } from "../commands/runs/serve.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx runs serve` */
export function addRunsServeCommands(runs: Command, context: CliContext): void {
  const command = runs
    .command("serve")
    .summary("let MLflow clients log to the ledger, for notebooks and many processes")
    .description(
      "Serves MLflow's tracking interface on this computer's loopback address until Ctrl-C, and prints the variables that clients need. Scripts need no server: mlx run has one of its own.",
    )
    .option("--port <port>", "the port to listen on (default: any that is free)")
    .option("--token <token>", "what clients must send, at least 8 characters (default: a random one)")
    .action(
      context.action(async (app, options: ServeOptions) => {
        const { serve } = await import("../commands/runs/serve.js");
        return serve(app, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs serve", "a free port and a random token"],
      ["mlx runs serve --port 5000", "the same address every time"],
      ["mlx runs serve --json", "address and token for a script, on the first lines"],
    ],
    exitCodes: {
      0: "never: it serves until a signal N ends it, then 128 + N (130 for Ctrl-C)",
      3: "the port is taken",
    },
  });
}

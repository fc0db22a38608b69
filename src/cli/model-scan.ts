import { type Command, Option } from "commander";
import type { ScanOptions } from "../commands/model/scan.js";
import { scanFormats } from "../commands/model/scan-formats.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx model scan` */
export function addModelScanCommand(model: Command, context: CliContext): void {
  const command = model
    .command("scan")
    .summary("look for code and tricks in model files, without loading them")
    .description(
      "Reads model files without loading them, and says what they are and what speaks against them: pickles by each opcode, against a list of what models may import, also in ZIP and tar archives; layers with code, operators that reach files, paths that lead elsewhere, archives that contradict themselves. What cannot be judged is unknown, never safe. Files that are tracked and not checked out are read from the cache.",
    )
    .argument("<paths...>", "files, or folders with all that is in them")
    .addOption(new Option("--format <format>", "how to print what was found").choices(scanFormats))
    .option("--strict", "fail if anything is unknown")
    .action(
      context.action(async (app, paths: string[], options: ScanOptions) => {
        const { scan } = await import("../commands/model/scan.js");
        return scan(app, paths, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx model scan model.pt", "one file"],
      ["mlx model scan models/ --strict", "a folder; what is unknown fails too"],
      ["mlx model scan model.gguf --json", "what the header says: architecture, tensors, parameters"],
      ["mlx model scan downloads/ --format sarif", "a report for code scanning"],
    ],
    exitCodes: {
      0: "nothing was found",
      1: "a file is suspicious, or with --strict unknown",
      5: "a file is unknown, and none suspicious",
    },
  });
}

import { type Command, Option } from "commander";
import type { DoctorOptions } from "../commands/doctor/doctor.js";
import { doctorFormats } from "../commands/doctor/doctor-formats.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx doctor` */
export function addDoctorCommand(command: Command, context: CliContext): void {
  command
    .option("--remote", "ask the default store, too, where it is no folder", false)
    .option("--strict", "fail where something is missing", false)
    .addOption(new Option("--format <format>", "how to print what was found").choices(doctorFormats))
    .action(
      context.action(async (app, options: DoctorOptions) => {
        const { doctor } = await import("../commands/doctor/doctor.js");
        return doctor(app, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx doctor", "what is missing, and the command that mends it"],
      ["mlx doctor --verbose", "everything, with the evidence of what is there"],
      ["mlx doctor --strict", "in CI: exit 1 where something is missing"],
      ["mlx doctor --format markdown", "a table for the summary of a job"],
    ],
    exitCodes: {
      0: "told, whatever it is; with --strict nothing is missing",
      1: "with --strict: something is missing",
      2: "mlx.yaml or a model.yaml is not valid",
    },
  });
}

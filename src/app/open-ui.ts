import { createRedactor, secretsOf } from "../core/redact.js";
import { type OutputFlags, terminalMode } from "../ui/terminal-mode.js";
import { createUi, type Ui } from "../ui/ui.js";
import type { AppInput } from "./app.js";

/** The terminal of one process: colour, progress and width fit where the streams lead; secrets never leave. */
export function openUi(input: AppInput, flags: OutputFlags): Promise<Ui> {
  return createUi({
    mode: terminalMode(flags, input.env, input),
    stdout: input.stdout,
    stderr: input.stderr,
    redact: createRedactor(secretsOf(input.env)),
  });
}

import type { App } from "../../app/app.js";
import { gateReference, judgeGate } from "../../app/registry/judge-gate.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { displayPath } from "../../core/visible-text.js";
import { whichVersion } from "../../registry/reference.js";
import type { GateFormat } from "./gate-formats.js";
import { printGate } from "./gate-report.js";
import { warnOfSettings } from "./warn-of-settings.js";
import { warnUngated } from "./warn-ungated.js";

export interface GateOptions {
  readonly to: string;
  /** An alias of which nothing is demanded is a failure. */
  readonly strict?: boolean;
  readonly format?: GateFormat;
}

/** `mlx gate`: what a promotion would be told. Changes nothing in the repository. Exit 1 if a gate refuses. */
export async function gate(app: App, reference: string, options: GateOptions): Promise<ExitCode> {
  const format = formatOf(app, options);
  const { name, ref } = gateReference(reference);
  if (ref === undefined) {
    const alias = displayPath(options.to);
    throw whichVersion(name, `name a version or an alias: mlx gate ${name}@VERSION --to ${alias}`);
  }
  const verdict = await judgeGate(app, name, ref, options.to);
  await printGate(app, verdict, format);
  await warnUngated(app, verdict.noun, verdict.name, verdict.alias);
  if (verdict.noun === "model") await warnOfSettings(app, verdict.name);
  if (options.strict && verdict.gates.length === 0) {
    app.ui.warn(
      `${displayPath(verdict.file)} sets no gates for ${displayPath(verdict.alias)}, and --strict demands some`,
    );
    return ExitCode.problem;
  }
  return verdict.passed ? ExitCode.ok : ExitCode.problem;
}

function formatOf(app: App, { format }: GateOptions): GateFormat {
  if (!app.flags.json || format === undefined || format === "json") {
    return format ?? (app.flags.json ? "json" : "human");
  }
  throw new MlxError("MLX_USAGE", `--json and --format ${format} ask for two forms of one report`, {
    hint: "leave one of the two out",
    exitCode: 2,
  });
}

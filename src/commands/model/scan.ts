import type { App } from "../../app/app.js";
import { scanModels } from "../../app/models/scan-models.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { Verdict } from "../../models/verdict.js";
import type { ScanFormat } from "./scan-formats.js";
import { printScan } from "./scan-report.js";

export interface ScanOptions {
  readonly format?: ScanFormat;
  /** What is unknown fails too. */
  readonly strict?: boolean;
}

/** `mlx model scan`: looks into model files without loading them. Exit 1 if one is suspicious, 5 if one is unknown. */
export async function scan(app: App, paths: readonly string[], options: ScanOptions): Promise<ExitCode> {
  const format = formatOf(app, options);
  const result = await scanModels(app, paths);
  await printScan(app, result, { format, strict: options.strict === true });
  return exitCodeOf(result.verdict, options.strict === true);
}

function formatOf(app: App, { format }: ScanOptions): ScanFormat {
  if (!app.flags.json || format === undefined || format === "json")
    return format ?? (app.flags.json ? "json" : "human");
  throw new MlxError("MLX_USAGE", `--json and --format ${format} ask for two forms of one report`, {
    hint: "leave one of the two out",
    exitCode: 2,
  });
}

function exitCodeOf(verdict: Verdict, strict: boolean): ExitCode {
  if (verdict === "suspicious") return ExitCode.problem;
  if (verdict === "ok") return ExitCode.ok;
  return strict ? ExitCode.problem : ExitCode.inconclusive;
}

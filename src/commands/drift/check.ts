import type { App } from "../../app/app.js";
import { checkData } from "../../app/drift/check-data.js";
import { checkProfile } from "../../app/drift/check-profile.js";
import { readMonitored } from "../../app/drift/find-monitor.js";
import { recordCheck } from "../../app/drift/record-check.js";
import { readWindowOption } from "../../app/drift/window-sql.js";
import { evidenceTarget } from "../../app/models/evidence-target.js";
import { MlxError } from "../../core/errors.js";
import type { ExitCode } from "../../core/exit-codes.js";
import type { DriftMonitor } from "../../drift/monitor.js";
import { typedPath } from "../../workspace/repo-path.js";
import { modelEvidenceDocument, tellModelEvidence } from "../model/tell-model-evidence.js";
import { checkDocument } from "./check-document.js";
import { type CheckFormat, checkFormatOf } from "./check-formats.js";
import { checkReport } from "./check-report.js";
import { recordCheckEvidence } from "./record-evidence.js";
import { verdictExitCode } from "./verdict-cells.js";
import { writeReport } from "./write-report.js";

export interface CheckOptions {
  readonly data?: string;
  /** A profile of the data, instead of them. */
  readonly profile?: string;
  readonly window?: string;
  readonly segment: readonly string[];
  readonly raw: boolean;
  readonly strict: boolean;
  readonly format?: CheckFormat;
  readonly output?: string;
  /** False with `--no-record`; a version of a model, `NAME@VERSION`, that it is to be evidence of. */
  readonly record?: string | false;
}

/** `mlx drift check`. Returns the exit code. */
export async function check(app: App, name: string, options: CheckOptions): Promise<ExitCode> {
  const format = formatOf(app, options);
  if (options.profile !== undefined) refuseWhatNeedsRows(options);
  const asked = options.window === undefined ? undefined : readWindowOption(options.window);
  const { monitor, baseline } = await readMonitored(app, name);
  const target = typeof options.record === "string" ? await evidenceTarget(app, options.record) : undefined;
  const window = asked ?? monitor.window;
  const outcome =
    options.profile === undefined
      ? await checkData(app, {
          monitor,
          baseline,
          data: options.data ?? (await usualData(app, monitor)),
          ...(window && { window }),
          segments: [...new Set(options.segment.length > 0 ? options.segment : monitor.segments)],
          performance: true,
          raw: options.raw,
        })
      : checkProfile(app, options.profile, monitor, baseline);
  app.ui.endProgress();
  const checked = await recordCheck(app, outcome, options.record !== false);
  const file = target && (await recordCheckEvidence(app, checked, target));
  const evidence = target && modelEvidenceDocument(target.record, file);
  const print = (chosen: CheckFormat) =>
    chosen === "json"
      ? app.ui.json({ ...checkDocument(checked), ...evidence })
      : app.ui.answer(checkReport(app.ui, checked, chosen, monitor));
  if (options.output !== undefined) {
    writeReport(app, options.output, checkReport(app.ui, checked, format, monitor));
    print(app.flags.json ? "json" : "human");
  } else print(format);
  if (target && file !== undefined) tellModelEvidence(app, target.record, file);
  return verdictExitCode(checked.report.verdict, options.strict);
}

/** @throws {MlxError} `MLX_USAGE`, exit 2, for options that ask for what no profile has. */
function refuseWhatNeedsRows({ data, window, segment, raw, record }: CheckOptions): void {
  const usage = (message: string, hint: string) => new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
  if (data !== undefined)
    throw usage(
      "--data and --profile are two things to check",
      "give one of the two; a profile stands for its data",
    );
  if (typeof record === "string") {
    throw usage(
      `--record ${record} asks for evidence, which names the digest of the data that were read; a profile only says of which they were`,
      "check the data themselves: --data FILE",
    );
  }
  const asked = [
    ...(window === undefined ? [] : ["--window"]),
    ...(segment.length === 0 ? [] : ["--segment"]),
    ...(raw ? ["--raw"] : []),
  ];
  if (asked.length === 0) return;
  throw usage(
    `${asked.join(", ")} ${asked.length === 1 ? "needs" : "need"} the rows of the data; --profile has none`,
    `leave ${asked.length === 1 ? "it" : "them"} out, or check the data themselves: --data FILE`,
  );
}

/** What is printed, or written where a file is named: then its ending tells. */
function formatOf(app: App, { format, output }: CheckOptions): CheckFormat {
  if (output !== undefined) {
    const chosen = format ?? checkFormatOf(output);
    if (chosen !== undefined) return chosen;
    throw new MlxError("MLX_USAGE", `--output ${output}: its ending names no format`, {
      hint: "end it in .json, .md, .xml or .html, or say --format",
      exitCode: 2,
    });
  }
  if (app.flags.json && format !== undefined && format !== "json") {
    throw new MlxError("MLX_USAGE", `--json and --format ${format} ask for two forms of one report`, {
      hint: "leave one of the two out, or write the report to a file with --output",
      exitCode: 2,
    });
  }
  return format ?? (app.flags.json ? "json" : "human");
}

/** The monitor's data, as it may be named in this folder. */
async function usualData(app: App, { data, file }: DriftMonitor): Promise<string> {
  if (data === undefined) {
    throw new MlxError("MLX_USAGE", `--data is missing, and ${file} names no data`, {
      hint: "name the file to check: --data FILE",
      exitCode: 2,
    });
  }
  return /^s3:\/\//i.test(data) ? data : typedPath((await app.workspace()).root, app.cwd, data);
}

import type { App } from "../../app/app.js";
import { openLogTarget, requireOpen } from "../../app/runs/log-target.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { parsePairs } from "../../core/key-value.js";
import { metricValue } from "../../runs/metric-line.js";
import type { MetricPoint } from "../../runs/types.js";

export interface LogTargetOptions {
  /** A run as people name it; default the one that this was called from. */
  readonly run?: string;
}

export interface LogMetricOptions extends LogTargetOptions {
  /** As typed. */
  readonly step?: string;
  readonly timestamp?: string;
}

/** `mlx runs log metric`. Says nothing: what it prints would be a part of the run's output. */
export async function logMetrics(
  app: App,
  words: readonly string[],
  options: LogMetricOptions,
): Promise<ExitCode> {
  const now = app.now();
  const step = options.step === undefined ? 0 : parseStep(options.step);
  const timestamp = options.timestamp === undefined ? now : parseTimestamp(options.timestamp);
  const metrics = parseMetrics(pairsOf(words, "metric")).map((metric) => ({ ...metric, step, timestamp }));
  const target = await openLogTarget(app, options.run);
  await requireOpen(target);
  target.ledger.append(target.run.id, { metrics }, now);
  if (app.ui.mode.json) app.ui.json({ run: target.run.id, metrics });
  return ExitCode.ok;
}

/** `mlx runs log param`. */
export async function logParams(
  app: App,
  words: readonly string[],
  options: LogTargetOptions,
): Promise<ExitCode> {
  const params = pairsOf(words, "param");
  const target = await openLogTarget(app, options.run);
  await requireOpen(target);
  target.ledger.append(target.run.id, { params }, app.now());
  if (app.ui.mode.json) app.ui.json({ run: target.run.id, params });
  return ExitCode.ok;
}

/** `mlx runs log tag`. */
export async function logTags(
  app: App,
  words: readonly string[],
  options: LogTargetOptions,
): Promise<ExitCode> {
  const tags = pairsOf(words, "tag");
  const target = await openLogTarget(app, options.run);
  target.ledger.append(target.run.id, { tags }, app.now());
  if (app.ui.mode.json) app.ui.json({ run: target.run.id, tags });
  return ExitCode.ok;
}

/** @throws {MlxError} `MLX_USAGE` for a value that is no number. */
export function parseMetrics(pairs: Readonly<Record<string, string>>): Pick<MetricPoint, "key" | "value">[] {
  return Object.entries(pairs).map(([key, text]) => {
    const value = metricValue(text);
    if (value !== undefined) return { key, value };
    throw usage(
      `the value of ${key} must be a number, found ${JSON.stringify(text)}`,
      "such as 0.25, NaN or -inf",
    );
  });
}

/** @throws {MlxError} `MLX_USAGE`. */
export function parseStep(text: string): number {
  const step = Number(text);
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(step)) return step;
  throw usage(`--step must be an integer, found ${JSON.stringify(text)}`, "such as: --step 3");
}

function parseTimestamp(text: string): number {
  const time = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(time)) return time;
  throw usage(
    `--timestamp must be epoch milliseconds, found ${JSON.stringify(text)}`,
    "such as: 1700000000000",
  );
}

/** `KEY VALUE`, or any number of `key=value`. */
function pairsOf(words: readonly string[], what: string): Record<string, string> {
  const [key = "", value] = words;
  if (words.length === 2 && value !== undefined && key !== "" && !key.includes("=")) return { [key]: value };
  return parsePairs(words, `mlx runs log ${what}`);
}

function usage(message: string, hint: string): MlxError {
  return new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
}

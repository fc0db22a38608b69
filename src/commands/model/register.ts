import type { App } from "../../app/app.js";
import { type RegisteredModel, registerModel } from "../../app/models/register-model.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { parsePairs } from "../../core/key-value.js";
import { requireText } from "../../core/require-text.js";
import { shortened } from "../../core/shortened.js";
import { displayPath } from "../../core/visible-text.js";
import { lineageGaps } from "../../registry/lineage/lineage-gaps.js";
import { frozenFile, itemFolder } from "../../registry/paths.js";
import { keyProblem } from "../../runs/record-limits.js";
import { shortId } from "../../runs/short-id.js";
import { wrapIndented } from "../../ui/wrap-text.js";
import { commitHint } from "../registry/commit-hint.js";

export interface RegisterOptions {
  readonly run?: string;
  /** `key=value`, as typed; so are tags. */
  readonly metric: readonly string[];
  readonly data: readonly string[];
  readonly prompt: readonly string[];
  readonly baseModel?: string;
  readonly adapter: readonly string[];
  readonly license?: string;
  readonly tag: readonly string[];
  readonly message?: string;
  readonly follow: boolean;
  readonly requireLineage: boolean;
  readonly dryRun: boolean;
}

/** `mlx model register`: keeps files as the next version of a model. Exit 1 if `--require-lineage` refuses it. */
export async function register(
  app: App,
  name: string,
  paths: readonly string[],
  options: RegisterOptions,
): Promise<ExitCode> {
  const { run, data, prompt: prompts, baseModel, adapter: adapters, license, message } = options;
  const texts = { "--message": message, "--run": run, "--base-model": baseModel, "--license": license };
  for (const [option, text] of Object.entries(texts)) requireText(option, text);
  const registered = await registerModel(app, {
    ...{ name, paths, data, prompts, adapters },
    metrics: readMetrics(options.metric),
    tags: parsePairs(options.tag, "--tag"),
    message: message?.trim() ?? "",
    ...(run !== undefined && { run }),
    ...(baseModel !== undefined && { baseModel }),
    ...(license !== undefined && { license }),
    ...{ requireLineage: options.requireLineage, dryRun: options.dryRun, follow: options.follow },
  });
  for (const warning of registered.warnings) app.ui.warn(warning);
  if (app.ui.mode.json) app.ui.json(documentOf(registered, options.dryRun));
  else tell(app, registered, options.dryRun);
  return registered.outcome === "refused" ? ExitCode.problem : ExitCode.ok;
}

function readMetrics(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(parsePairs(words, "--metric")).map(([key, text]) => {
      const problem = keyProblem(key);
      if (problem !== undefined) {
        throw new MlxError(
          "MLX_USAGE",
          `the name ${JSON.stringify(shortened(key))} of a --metric ${problem}`,
          {
            hint: "such as accuracy=0.94",
            exitCode: 2,
          },
        );
      }
      const value = Number(text);
      if (text.trim() !== "" && Number.isFinite(value)) return [key, value];
      throw new MlxError("MLX_USAGE", `--metric ${key} takes a number, found ${JSON.stringify(text)}`, {
        hint: "such as accuracy=0.94",
        exitCode: 2,
      });
    }),
  );
}

function documentOf(registered: RegisteredModel, dryRun: boolean): Record<string, unknown> {
  const { name, version, record, details, outcome, files, warnings } = registered;
  return {
    ...{ name, version, outcome, dryRun, record: record.digest, sha256: record.sha256 },
    ...{ files, details, run: details.run?.id ?? null, foundRun: registered.foundRun ?? null },
    ...{ missing: details.missing, gaps: lineageGaps(details), warnings },
  };
}

function tell(app: App, registered: RegisteredModel, dryRun: boolean): void {
  const { name, version, details, outcome, foundRun } = registered;
  const { theme } = app.ui;
  const what = `${displayPath(name)}@${version}`;
  const size = `${countOf(details.files, "file")}, ${formatBytes(details.bytes)}, ${details.format}`;
  if (outcome === "registered") {
    const verb = dryRun ? "would register" : "registered";
    app.ui.out(`${verb} ${what}, ${size}: ${frozenFile("model", name, version)}`);
  }
  if (outcome === "unchanged")
    app.ui.out(
      wrapped(
        app,
        "stdout",
        `${what}, the latest version, has these files and this lineage: nothing was registered`,
      ),
    );
  const { run } = details;
  if (run !== undefined && foundRun !== undefined)
    app.ui.note(
      wrapped(
        app,
        "stderr",
        `run ${shortId(run.id)} (${displayPath(run.name)}) wrote these bytes, so it is taken for the one that made them`,
      ),
    );
  const gaps = lineageGaps(details);
  if (gaps.length > 0) app.ui.note("not known of its lineage:");
  for (const { what: lacking, fill } of gaps) app.ui.note(wrapped(app, "stderr", `  ${lacking} – ${fill}`));
  if (outcome === "refused")
    app.ui.answer(
      wrapped(
        app,
        "stdout",
        `${theme.red("not registered:")} --require-lineage, and ${countOf(gaps.length, "part")} of the lineage of ${displayPath(name)} ${gaps.length === 1 ? "is" : "are"} not known`,
      ),
    );
  if (outcome !== "registered" || dryRun) return;
  const paths = [
    ...(registered.files.includes(".gitattributes") ? [".gitattributes"] : []),
    itemFolder("model", name),
  ];
  app.ui.note(commitHint(paths, `Register ${what}`));
  app.ui.note("the bytes are in the cache alone until: mlx data push");
}

function wrapped(app: App, stream: "stdout" | "stderr", text: string): string {
  return wrapIndented(text, app.ui.columns(stream)).join("\n");
}

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { openPrompt } from "../../app/prompts/open-prompt.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { exportDotprompt } from "../../prompts/exchange/dotprompt/export.js";
import { exportGithub } from "../../prompts/exchange/github/export.js";
import { exportOpenai } from "../../prompts/exchange/openai/export.js";
import { exportPromptfoo } from "../../prompts/exchange/promptfoo/export.js";
import { exportPrompty } from "../../prompts/exchange/prompty/export.js";
import { type ExchangeFormat, type ExportedPrompt, formatTitles } from "../../prompts/exchange/types.js";
import { inputValues } from "../../prompts/inputs.js";
import { renderPrompt } from "../../prompts/render-prompt.js";
import type { Message, Prompt } from "../../prompts/types.js";
import { droppedLine, droppedObject } from "./dropped.js";
import { type GivenOptions, givenInputs } from "./given-inputs.js";

export interface ExportOptions extends GivenOptions {
  readonly format: ExchangeFormat;
  /** A file; absent: standard output. */
  readonly output?: string;
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** `mlx prompt export`: writes a prompt as another tool reads it, and says what was lost. */
export async function exportPrompt(app: App, reference: string, options: ExportOptions): Promise<ExitCode> {
  const { format, output, dryRun } = options;
  const { prompt } = await openPrompt(app, reference);
  const path = output === undefined || output === "-" ? undefined : resolve(app.cwd, output);
  if (path !== undefined && !options.force && existsSync(path)) {
    throw new MlxError("MLX_DESTINATION_EXISTS", `${displayPath(output ?? "")} exists already`, {
      hint: "name another file with --output, or replace it with --force",
      exitCode: 2,
    });
  }
  const { text, dropped } = written(format, prompt, await renderedMessages(app, prompt, options));
  if (path !== undefined && !dryRun) writeFileAtomic(path, text);
  const main = prompt.source.file;
  if (app.ui.mode.json) {
    const losses = dropped.map((item) => droppedObject(item, main));
    app.ui.json({ format, ...(path === undefined ? { text } : { output: path, dryRun }), dropped: losses });
    return ExitCode.ok;
  }
  if (path === undefined) app.ui.answer(text.replace(/\n$/, ""));
  else
    app.ui.out(`${dryRun ? "would write" : "wrote"} ${displayPath(output ?? "")} (${formatTitles[format]})`);
  if (dropped.length > 0) app.ui.note(`${countOf(dropped.length, "thing")} could not be kept:`);
  for (const item of dropped) app.ui.note(`  ${droppedLine(item)}`);
  return ExitCode.ok;
}

/** Only OpenAI's messages can have their values filled in: the other formats are templates. */
async function renderedMessages(
  app: App,
  prompt: Prompt,
  options: ExportOptions,
): Promise<readonly Message[] | undefined> {
  if (options.var.length === 0 && options.vars === undefined && options.example === undefined)
    return undefined;
  if (options.format === "openai") {
    return renderPrompt(prompt, inputValues(prompt, await givenInputs(app, prompt, options))).messages;
  }
  throw new MlxError("MLX_USAGE", "values can be filled in with --format openai alone", {
    exitCode: 2,
    hint: "leave out --var, --vars and --example: the format has variables of its own",
  });
}

function written(
  format: ExchangeFormat,
  prompt: Prompt,
  rendered: readonly Message[] | undefined,
): ExportedPrompt {
  switch (format) {
    case "dotprompt":
      return exportDotprompt(prompt);
    case "prompty":
      return exportPrompty(prompt);
    case "github":
      return exportGithub(prompt);
    case "promptfoo":
      return exportPromptfoo(prompt);
    case "openai":
      return exportOpenai(prompt, rendered);
  }
}

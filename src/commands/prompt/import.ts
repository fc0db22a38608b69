import type { App } from "../../app/app.js";
import { readImport } from "../../app/prompts/exchange/read-import.js";
import { writeImport } from "../../app/prompts/exchange/write-import.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { promptNameOfFile } from "../../prompts/exchange/prompt-name.js";
import { type ExchangeFormat, formatTitles } from "../../prompts/exchange/types.js";
import { requireWorktree } from "../../workspace/discover.js";
import { droppedLine, droppedObject } from "./dropped.js";

export interface ImportOptions {
  readonly name?: string;
  readonly format?: ExchangeFormat;
  readonly pick?: string;
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** `mlx prompt import`: writes a prompt of another tool's as one of the repository's, and says what was lost. */
export async function importPrompt(app: App, file: string, options: ImportOptions): Promise<ExitCode> {
  const { root: top } = requireWorktree(await app.workspace());
  const { pick } = options;
  const { format, imported } = readImport({ cwd: app.cwd, file, top, format: options.format, pick });
  const name = options.name ?? imported.name ?? promptNameOfFile(file);
  if (name === undefined) {
    throw new MlxError(
      "MLX_PROMPT_NAME",
      `neither ${displayPath(file)} nor what it says gives the prompt a name`,
      {
        exitCode: 2,
        hint: "give it one with --name",
      },
    );
  }
  const { force, dryRun } = options;
  const path = await writeImport(imported, { top, name, force, dryRun });
  const { dropped } = imported;
  if (app.ui.mode.json) {
    app.ui.json({
      name,
      path,
      format,
      dryRun,
      dropped: dropped.map((item) => droppedObject(item, displayPath(file))),
    });
    return ExitCode.ok;
  }
  app.ui.out(
    `${dryRun ? "would write" : "wrote"} ${path} from ${displayPath(file)} (${formatTitles[format]})`,
  );
  if (dropped.length > 0) app.ui.note(`${countOf(dropped.length, "thing")} could not be kept:`);
  for (const item of dropped) app.ui.note(`  ${droppedLine(item)}`);
  return ExitCode.ok;
}

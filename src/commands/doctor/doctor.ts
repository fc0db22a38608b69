import type { App } from "../../app/app.js";
import { readFacts } from "../../app/doctor/read-facts.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { type Examination, examine } from "../../doctor/examine.js";
import { doctorMarkdown } from "../../doctor/markdown.js";
import type { DoctorFormat } from "./doctor-formats.js";
import { doctorText } from "./doctor-text.js";

export interface DoctorOptions {
  readonly format?: DoctorFormat;
  /** Ask a store behind a network, too. */
  readonly remote: boolean;
  /** Fail where something is missing. */
  readonly strict: boolean;
}

/** `mlx doctor`: what production asks for, judged from what is in the repository. */
export async function doctor(app: App, options: DoctorOptions): Promise<ExitCode> {
  const format = formatOf(app, options);
  const examination = examine(await readFacts(app, options.remote));
  if (format === "json") app.ui.json(documentOf(examination));
  else if (format === "markdown") app.ui.answer(doctorMarkdown(examination).trimEnd());
  else app.ui.answer(doctorText(app.ui, examination));
  return options.strict && examination.counts.missing > 0 ? ExitCode.problem : ExitCode.ok;
}

function formatOf(app: App, { format }: DoctorOptions): DoctorFormat {
  if (app.flags.json && format !== undefined && format !== "json") {
    throw new MlxError("MLX_USAGE", `--json and --format ${format} ask for two forms of one report`, {
      hint: "leave one of the two out",
      exitCode: 2,
    });
  }
  return format ?? (app.flags.json ? "json" : "human");
}

function documentOf({ name, counts, sections }: Examination) {
  return {
    project: name,
    counts,
    sections: sections.map(({ id, title, items }) => ({
      ...{ id, title },
      items: items.map(({ mend, ...rest }) => ({ ...rest, mend: mend ?? null })),
    })),
  };
}

import type { App } from "../../app/app.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { wrapIndented } from "../../ui/wrap-text.js";
import type { SectionReport, StatusSection } from "./section.js";
import { statusSections } from "./sections.js";

interface SectionResult {
  readonly section: StatusSection;
  readonly report?: SectionReport;
  readonly error?: MlxError;
}

/** Columns that a line has beside its title, however narrow the terminal is. */
const leastRoom = 20;
const titleWidth = Math.max(...statusSections.map(({ title }) => title.length)) + 2;

/** `mlx status`: the whole project on one screen. What one section cannot tell does not keep the others from it. */
export async function status(app: App): Promise<ExitCode> {
  await app.workspace();
  const results: SectionResult[] = [];
  for (const section of statusSections) results.push(await read(section, app));
  const { ui } = app;
  if (ui.mode.json) {
    const reports = results.flatMap(({ section, report }) => (report ? [[section.key, report.json]] : []));
    ui.json(Object.fromEntries(reports));
  } else {
    ui.answer(results.map((result) => screenPart(result, app)).join("\n"));
  }
  const errors = results.flatMap(({ error }) => (error ? [error] : []));
  const distinct = errors.filter(
    (error, index) => errors.findIndex((other) => other.message === error.message) === index,
  );
  return distinct.map((error) => ui.error(error))[0] ?? ExitCode.ok;
}

async function read(section: StatusSection, app: App): Promise<SectionResult> {
  try {
    return { section, report: await section.read(app) };
  } catch (error) {
    if (error instanceof MlxError) return { section, error };
    throw error;
  }
}

/** The titles stand beside what is told, not above: so a project of usual size fits on one screen. */
function screenPart({ section, report }: SectionResult, app: App): string {
  const room = Math.max(leastRoom, app.ui.columns() - titleWidth);
  const lines = (report ? report.lines : ["cannot be told; see below"]).flatMap((line) =>
    wrapIndented(line, room),
  );
  return lines
    .map((line, index) => {
      const title = (index === 0 ? section.title : "").padEnd(titleWidth);
      return `${index === 0 ? app.ui.theme.bold(title) : title}${line}`;
    })
    .join("\n");
}

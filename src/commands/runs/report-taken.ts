import type { App } from "../../app/app.js";
import type { Refused, TakenIn } from "../../app/runs/exchange/taken-in.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";

/** More lines help nobody. */
const mostListed = 20;

export interface TakenReport {
  readonly verb: "import" | "pull";
  readonly dryRun: boolean;
  /** Further fields of the JSON document. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** Of the error that names what was refused. */
  readonly code: "MLX_RUN_CONFLICT" | "MLX_IMPORT_INCOMPLETE" | "MLX_TRANSFER_INCOMPLETE";
  readonly hint: string;
}

/** Tells what came of taking runs in; 3 if any was refused. */
export function reportTaken(app: App, taken: TakenIn, report: TakenReport): ExitCode {
  const { added, merged, unchanged } = taken.counts();
  const { dryRun, extra } = report;
  if (app.ui.mode.json) app.ui.json({ dryRun, added, merged, unchanged, refused: taken.refused, ...extra });
  const verb = dryRun ? `would ${report.verb}` : `${report.verb}ed`;
  const others = [
    ...(merged > 0 ? [`${formatCount(merged)} with newer names or tags`] : []),
    ...(unchanged > 0 ? [`${formatCount(unchanged)} ${unchanged === 1 ? "was" : "were"} here already`] : []),
  ];
  const rest = others.length > 0 ? `; ${others.join(", ")}` : "";
  app.ui.out(`${verb} ${countOf(added, "run")}${rest}`);
  return refusal(app, taken.refused, "not taken in; the others were", report);
}

/** Names what was refused. */
export function refusal(
  app: App,
  refused: readonly Refused[],
  what: string,
  { code, hint }: Pick<TakenReport, "code" | "hint">,
): ExitCode {
  if (refused.length === 0) return ExitCode.ok;
  const listed = refused
    .slice(0, mostListed)
    .map(
      ({ id, place, reason }) =>
        `\n  ${id === undefined ? "" : `${id} `}(${displayPath(place)}): ${displayPath(reason)}`,
    );
  const more = refused.length > mostListed ? `\n  and ${refused.length - mostListed} more` : "";
  const message = `${countOf(refused.length, "run")} ${refused.length === 1 ? "was" : "were"} ${what}:${listed.join("")}${more}`;
  return app.ui.error(new MlxError(code, message, { hint }));
}

import type { App } from "../../app/app.js";
import { findSuite } from "../../app/evals/find-suite.js";
import { readSuite } from "../../app/evals/read-suite.js";
import { MlxError, type Problem } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { countCases } from "../../evals/cases.js";
import type { Suite } from "../../evals/types.js";
import { tellNotKept } from "./tell-not-kept.js";

/** A suite that can be run. */
interface ValidSuite {
  readonly suite: Suite;
  readonly cases: number;
  readonly calls: number;
}

/** `mlx eval validate`: reads suites with all that they name, and calls nobody. Exit 2 if one cannot be run. */
export async function validate(app: App, files: readonly string[]): Promise<ExitCode> {
  const valid: ValidSuite[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      const suite = await readSuite(app, await findSuite(app, file));
      const counted = { suite, ...(await countCases(suite)) };
      valid.push(counted);
      tell(app, counted);
    } catch (error) {
      if (!(error instanceof MlxError) || error.exitCode !== 2) throw error;
      problems.push(...problemsOf(error, file));
      if (!app.ui.mode.json) app.ui.error(error);
    }
  }
  if (app.ui.mode.json) {
    app.ui.json({
      valid: problems.length === 0,
      suites: valid.map(documentOf),
      problems: problems.map(({ file, line, column, message }) => ({ file, line, column, message })),
    });
  }
  return problems.length === 0 ? ExitCode.ok : ExitCode.usage;
}

function tell(app: App, { suite, cases, calls }: ValidSuite): void {
  const { name, file, format, prompts, providers, repeat } = suite;
  const parts = [countOf(prompts.length, "prompt"), countOf(providers.length, "provider")];
  if (repeat > 1) parts.push(countOf(repeat, "repeat"));
  const kind = format === "promptfoo" ? " (promptfoo)" : "";
  app.ui.out(
    `${displayPath(file)}: ${displayPath(name)}${kind}: ${countOf(cases, "case")}, ${countOf(calls, "call")} (${parts.join(", ")})`,
  );
  tellNotKept(app, suite);
}

function documentOf({ suite, cases, calls }: ValidSuite): Record<string, unknown> {
  const { file, name, format, prompts, providers, repeat } = suite;
  return {
    ...{ file, name, format, cases, calls, repeat },
    prompts: prompts.map(({ label }) => label),
    providers: providers.map(({ label }) => label),
    notKept: suite.notKept.map(({ what, reason, at: { file: where, line, column } }) => ({
      ...{ what, reason, file: where, line, column },
    })),
    digests: Object.fromEntries(suite.digests),
  };
}

/** Every problem of a file that cannot be used; one without a place stands for its whole file. */
function problemsOf(error: MlxError, file: string): readonly Problem[] {
  const [only = { ...(error.at ?? { file, line: 1, column: 1 }), message: error.message }, second] =
    error.problems;
  if (second !== undefined) return error.problems;
  const hint = error.hint === undefined ? "" : ` (${error.hint})`;
  return [{ file: only.file, line: only.line, column: only.column, message: `${only.message}${hint}` }];
}

import type { App } from "../../app/app.js";
import type { EvalOutcome } from "../../app/evals/eval-outcome.js";
import type { Suite } from "../../evals/types.js";

/** GitHub shows so many errors of a step. */
const most = 10;

/** In a job of GitHub Actions: gates that failed and the worst cases, as remarks beside their lines. With `--json` they go to stderr. */
export async function annotate(
  app: App,
  suite: Pick<Suite, "file" | "gates">,
  { summary, gates }: Pick<EvalOutcome, "summary" | "gates">,
): Promise<void> {
  if (app.env["GITHUB_ACTIONS"] !== "true") return;
  const [{ worstFindings }, { githubAnnotations }] = await Promise.all([
    import("../../evals/report/findings.js"),
    import("../../ui/findings/github.js"),
  ]);
  const findings = worstFindings(suite, gates, summary.worst, most);
  if (findings.length === 0) return;
  const text = githubAnnotations(findings);
  if (app.ui.mode.json) await app.ui.raw("stderr").write(Buffer.from(`${text}\n`));
  else app.ui.answer(text);
}

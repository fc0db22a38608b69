import type { App } from "../../app/app.js";
import { findSuite } from "../../app/evals/find-suite.js";
import { writeJudgeEvidence } from "../../app/evals/judging/judge-files.js";
import { type ProvenJudges, proveJudges } from "../../app/evals/judging/prove-judges.js";
import { readSuite } from "../../app/evals/read-suite.js";
import { requireAuthor } from "../../app/registry/require-author.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { timestamp } from "../../core/format-time.js";
import { requireText } from "../../core/require-text.js";
import { shellQuote } from "../../core/shell-quote.js";
import {
  type EvidenceOrigin,
  judgeEvidenceFields,
  judgeEvidencePath,
} from "../../evals/judge-proof/judge-evidence.js";
import type { Suite } from "../../evals/types.js";
import type { KappaWeights } from "../../stats/agreement/rated.js";
import { judgeDocument } from "./judge-document.js";
import { judgeLines } from "./judge-text.js";
import { readScale } from "./read-scale.js";
import { readRunFlags } from "./run-flags.js";
import { warnOfStrays } from "./warn-of-strays.js";

export interface JudgeCommandOptions {
  readonly labels: string;
  readonly run?: string;
  readonly grader?: string;
  readonly repeat: number;
  readonly scale?: string;
  readonly weights?: KappaWeights;
  readonly judge?: string;
  readonly maxCost?: string;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly retries: number;
  readonly cache: boolean;
  readonly message?: string;
  readonly dryRun: boolean;
}

/** `mlx eval judge` */
export async function judge(app: App, typed: string, options: JudgeCommandOptions): Promise<ExitCode> {
  const { labels, run, grader, repeat, weights, message, dryRun } = options;
  requireText("--message", message);
  requireText("--grader", grader);
  if (repeat < 1) throw usage("--repeat takes 1 or more", "leave it out to ask nobody");
  const scale = readScale(options.scale);
  const { judge: other, ...asked } = readRunFlags({ ...options, ...unasked });
  // A dry run asks nobody, so that it shows what is known already.
  const asking = dryRun || other === undefined ? asked : { ...asked, judge: other };
  const suite = await readSuite(app, await findSuite(app, typed));
  const found = await proveJudges(app, suite, {
    ...{ labels, repeat: dryRun ? 1 : repeat, asking },
    ...(run !== undefined && { run }),
    ...(grader !== undefined && { grader }),
    ...(scale !== undefined && { scale }),
    ...(weights !== undefined && { weights }),
  });
  const origin: EvidenceOrigin = {
    labels: { path: found.labels.path, digest: found.labels.digest },
    evaluation: found.evaluation.id,
    time: timestamp(app.now()),
    author: await requireAuthor(await app.git()),
    ...(message !== undefined && { message }),
  };
  const entries = found.proven.map(({ report }) => ({
    ...report,
    fields: judgeEvidenceFields(report, origin),
  }));
  if (!dryRun) await writeJudgeEvidence(app, suite.name, entries);
  tell(app, suite, found, options);
  return ExitCode.ok;
}

/** What `eval run` has and this has not. */
const unasked = { filter: [], provider: [], trustTemplates: false, failFast: false } as const;

function tell(
  app: App,
  suite: Suite,
  found: ProvenJudges,
  { dryRun, repeat, judge: other }: JudgeCommandOptions,
): void {
  const path = judgeEvidencePath(suite.name);
  warnOfStrays(app, found);
  if (app.ui.mode.json) {
    app.ui.json({ path, written: !dryRun, ...judgeDocument(suite, found) });
    return;
  }
  app.ui.answer(judgeLines(app.ui, suite, found).join("\n"));
  const shown = shellQuote(path);
  if (!dryRun) {
    app.ui.out(`\nwrote ${path}`);
    app.ui.out(`commit it: git add ${shown} && git commit -m "Prove a judge" -- ${shown}`);
    return;
  }
  const times = other === undefined ? repeat - 1 : repeat;
  const answers = found.proven.reduce((sum, { report }) => sum + report.n + report.errored, 0);
  const asks = times > 0 ? `; would ask the judge ${countOf(times * answers, "time")}` : "";
  app.ui.out(`\nwould write ${path}${asks}`);
}

function usage(message: string, hint: string): MlxError {
  return new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
}

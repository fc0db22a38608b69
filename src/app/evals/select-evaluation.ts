import { MlxError } from "../../core/errors.js";
import { relativeTime } from "../../core/format-time.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { Evaluation, EvaluationLedger } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import { openEvaluations } from "./open-evaluations.js";

const idPiece = /^[0-9a-hjkmnp-tv-z]{4,26}$/i;
const last = /^last(?:~(\d{1,6}))?$/;

/** What tables show of an id: its last 8 characters, all of them random. */
export function shortEvaluationId(id: string): string {
  return id.slice(-8);
}

/**
 * The evaluation that a person means: by its id, a beginning or ending of that, or a beginning of its short id, with at least
 * 4 characters; by its name or its suite's, then the latest one; `last` is the latest of all, `last~1` the one before it.
 * @throws {MlxError} `MLX_EVAL_NOT_FOUND` or `MLX_EVAL_AMBIGUOUS`, exit 2.
 */
export async function selectEvaluation(app: App, text: string): Promise<Evaluation> {
  const ledger = await openEvaluations(app);
  const found = findEvaluation(app, ledger, text);
  if (found) return found;
  throw notFound(ledger, text);
}

/** As `selectEvaluation`; undefined where nothing is meant. @throws {MlxError} `MLX_EVAL_AMBIGUOUS`, exit 2. */
export function findEvaluation(app: App, ledger: EvaluationLedger, text: string): Evaluation | undefined {
  const back = last.exec(text);
  if (back) {
    const number = Number(back[1] ?? 0);
    return ledger.list({ limit: number + 1 })[number];
  }
  const ids = idPiece.test(text) ? ledger.idsLike(text.toUpperCase()) : [];
  const found = ids.flatMap((id) => ledger.find(id) ?? []);
  if (found.length > 1) throw ambiguous(app, text, found);
  return found[0] ?? ledger.list({ name: text, limit: 1 })[0] ?? ledger.list({ suite: text, limit: 1 })[0];
}

function ambiguous(app: App, text: string, found: readonly Evaluation[]): MlxError {
  const shown = found
    .slice(0, 5)
    .map(
      ({ id, suite, started }) =>
        `${shortEvaluationId(id)} ${displayPath(suite)} (${relativeTime(started, app.now())})`,
    );
  return new MlxError(
    "MLX_EVAL_AMBIGUOUS",
    `several evaluations are called ${JSON.stringify(text)}: ${shown.join(", ")}${found.length > 5 ? ", …" : ""}`,
    { hint: "name the one you mean by more of its id; the last 8 characters do", exitCode: 2 },
  );
}

function notFound(ledger: EvaluationLedger, text: string): MlxError {
  const recent = ledger.list({ limit: 200 });
  const near = closest(
    text,
    recent.flatMap(({ id, suite, name }) => [
      shortEvaluationId(id),
      suite,
      ...(name === undefined ? [] : [name]),
    ]),
  );
  const what = last.test(text)
    ? `there is no evaluation ${text}: the ledger holds ${recent.length === 0 ? "none" : ledger.count({})}`
    : `there is no evaluation ${JSON.stringify(text)} in this repository's ledger`;
  const known = near === undefined ? "mlx eval list shows them" : `did you mean ${displayPath(near)}?`;
  return new MlxError("MLX_EVAL_NOT_FOUND", what, {
    hint: recent.length === 0 ? "run a suite: mlx eval run FILE" : known,
    exitCode: 2,
  });
}

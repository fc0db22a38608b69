import { MlxError } from "../../core/errors.js";
import { relativeTime } from "../../core/format-time.js";
import { closest } from "../../core/suggest.js";
import { isUlid } from "../../core/ulid.js";
import { displayPath } from "../../core/visible-text.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { shortId } from "../../runs/short-id.js";
import type { RunHeader, RunId } from "../../runs/types.js";
import type { App } from "../app.js";
import { latestRun } from "./latest-run.js";
import { pullHint } from "./pull-hint.js";

export interface SelectOptions {
  /** Which runs can be meant. Default `active`; `any` takes a deleted one where no other is meant. */
  readonly view?: "active" | "deleted" | "any";
}

const idPiece = /^[0-9a-hjkmnp-tv-z]{4,26}$/i;
const lastRun = /^last(?:~(\d{1,9}))?$/;

/**
 * The run that a person means: by its id, a beginning or ending of that or a beginning of its short id, with at least 4
 * characters, or its name; `last` is the latest one of any kind that stands for itself, `last~1` the one before it.
 * @throws {MlxError} `MLX_RUN_NOT_FOUND` or `MLX_RUN_AMBIGUOUS`, exit 2.
 */
export async function selectRun(
  app: App,
  ledger: RunLedger,
  text: string,
  options: SelectOptions = {},
): Promise<RunHeader> {
  const found = findRun(app, ledger, text, options);
  if (found) return found;
  throw notFound(ledger, text, options, await pullHint(app));
}

/** Several of them, each once, in the order typed. */
export async function selectRuns(
  app: App,
  ledger: RunLedger,
  texts: readonly string[],
  options: SelectOptions = {},
): Promise<RunHeader[]> {
  const runs = new Map<RunId, RunHeader>();
  for (const text of texts) {
    const run = await selectRun(app, ledger, text, options);
    runs.set(run.id, run);
  }
  return [...runs.values()];
}

/** As `selectRun`; undefined where nothing is meant. @throws {MlxError} `MLX_RUN_AMBIGUOUS`, exit 2. */
export function findRun(
  app: App,
  ledger: RunLedger,
  text: string,
  options: SelectOptions = {},
): RunHeader | undefined {
  const last = lastRun.exec(text);
  if (last) return latestRun(ledger, Number(last[1] ?? 0), options.view === "deleted" ? "deleted" : "active");
  const wanted = meant(candidates(ledger, text), options);
  const [first, second] = wanted;
  if (first !== undefined && second !== undefined) throw ambiguous(app, text, wanted);
  return first;
}

function candidates(ledger: RunLedger, text: string): RunHeader[] {
  const upper = text.toUpperCase();
  if (isUlid(upper)) {
    const run = ledger.header(upper);
    if (run) return [run];
  }
  const runs = new Map<RunId, RunHeader>();
  const byName = { field: { entity: "attribute", key: "run_name" }, operator: "=", value: text } as const;
  for (const run of ledger.search({ filter: [byName], limit: 6, view: "all" }).runs) runs.set(run.id, run);
  if (idPiece.test(text)) {
    for (const id of ledger.idsLike(upper)) {
      const run = ledger.header(id);
      if (run) runs.set(id, run);
    }
  }
  return [...runs.values()];
}

function meant(found: readonly RunHeader[], { view = "active" }: SelectOptions): readonly RunHeader[] {
  const deleted = found.filter(({ deletedAt }) => deletedAt !== undefined);
  const active = found.filter(({ deletedAt }) => deletedAt === undefined);
  if (view === "deleted") return deleted;
  return view === "any" && active.length === 0 ? deleted : active;
}

function ambiguous(app: App, text: string, runs: readonly RunHeader[]): MlxError {
  const shown = [...runs].sort((a, b) => b.startTime - a.startTime).slice(0, 5);
  const lines = shown.map(
    (run) => `${shortId(run.id)} ${displayPath(run.name)} (${relativeTime(run.startTime, app.now())})`,
  );
  const more = runs.length > shown.length ? ", …" : "";
  return new MlxError(
    "MLX_RUN_AMBIGUOUS",
    `several runs are called ${JSON.stringify(text)}: ${lines.join(", ")}${more}`,
    {
      hint: "name the one you mean by its id; the last 8 characters do",
      exitCode: 2,
    },
  );
}

/** @param pull how runs of others come, where they can. */
function notFound(
  ledger: RunLedger,
  text: string,
  options: SelectOptions,
  pull: string | undefined,
): MlxError {
  const details = { exitCode: 2 } as const;
  const others = meant(candidates(ledger, text), { view: options.view === "deleted" ? "active" : "deleted" });
  const [other] = others;
  if (other !== undefined && options.view === "deleted") {
    return new MlxError(
      "MLX_RUN_NOT_FOUND",
      `the run ${shortId(other.id)} (${displayPath(other.name)}) is not deleted`,
      {
        ...details,
        hint: `delete it first: mlx runs rm ${shortId(other.id)}`,
      },
    );
  }
  if (other !== undefined) {
    return new MlxError(
      "MLX_RUN_NOT_FOUND",
      `the run ${shortId(other.id)} (${displayPath(other.name)}) was deleted`,
      {
        ...details,
        hint: `bring it back with: mlx runs rm --restore ${shortId(other.id)}`,
      },
    );
  }
  if (lastRun.test(text)) {
    const { total } = ledger.search({ limit: 1 });
    return new MlxError(
      "MLX_RUN_NOT_FOUND",
      `there is no run ${text}: the ledger holds ${total === 0 ? "none" : `${total} in all`}`,
      {
        ...details,
        hint: withPull(total === 0 ? "record one: mlx run -- COMMAND" : "mlx runs list shows them", pull),
      },
    );
  }
  const recent = ledger.search({ limit: 200, view: options.view === "deleted" ? "deleted" : "active" }).runs;
  const near = closest(
    text,
    recent.flatMap(({ id, name }) => [name, shortId(id)]),
  );
  const meantHint = near === undefined ? undefined : `did you mean ${displayPath(near)}?`;
  const isEmpty = ledger.search({ limit: 1, view: "all" }).total === 0;
  const listed = isEmpty
    ? "record one: mlx run -- COMMAND"
    : "mlx runs list shows ids and names; an id can be shortened to 4 or more characters";
  return new MlxError(
    "MLX_RUN_NOT_FOUND",
    `there is no run ${JSON.stringify(text)} in this repository's ledger${isEmpty ? ", which holds none" : ""}`,
    { ...details, hint: meantHint ?? withPull(listed, pull) },
  );
}

function withPull(hint: string, pull: string | undefined): string {
  return pull === undefined ? hint : `${hint}; ${pull}`;
}

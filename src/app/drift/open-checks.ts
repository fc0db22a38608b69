import { existsSync } from "node:fs";
import { MlxError } from "../../core/errors.js";
import { relativeTime } from "../../core/format-time.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { CheckedData } from "../../drift/checked.js";
import type { DriftCheck, DriftLedger } from "../../ledger/drift/drift-ledger.js";
import { ensureStateDirs } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { ledgerPath } from "../runs/open-runs.js";

const opened = new WeakMap<App, Promise<DriftLedger>>();

/** The checks of this clone, opened once and closed with the app. @throws {MlxError} as other ledgers. */
export function openChecks(app: App): Promise<DriftLedger> {
  const known = opened.get(app);
  if (known) return known;
  const ledger = open(app);
  opened.set(app, ledger);
  return ledger;
}

/** As `openChecks`; undefined where there is no ledger: to look makes none. */
export async function existingChecks(app: App): Promise<DriftLedger | undefined> {
  return existsSync(await ledgerPath(app)) ? openChecks(app) : undefined;
}

async function open(app: App): Promise<DriftLedger> {
  const [{ openDriftLedger }, workspace, path] = await Promise.all([
    import("../../ledger/drift/open-drift-ledger.js"),
    app.workspace(),
    ledgerPath(app),
  ]);
  ensureStateDirs(workspace);
  const ledger = await openDriftLedger(path);
  app.onEnd(() => ledger.close());
  return ledger;
}

/** What tables show of an id: its last 8 characters, all of them random. */
export function shortCheckId(id: string): string {
  return id.slice(-8);
}

const idPiece = /^[0-9a-hjkmnp-tv-z]{4,26}$/i;
const last = /^last(?:~(\d{1,6}))?$/;

/**
 * The check that a person means: by its id, a beginning or ending of it of at least 4 characters, by its monitor, then the latest one;
 * `last` is the latest of all, `last~1` the one before it.
 * @throws {MlxError} `MLX_CHECK_NOT_FOUND`, `MLX_CHECK_AMBIGUOUS`, exit 2.
 */
export async function selectCheck(app: App, typed: string): Promise<CheckedData> {
  const ledger = await existingChecks(app);
  const found = ledger && findCheck(app, ledger, typed);
  const document = found && ledger.document(found.id);
  if (document === undefined) throw notFound(ledger, typed);
  const checked: CheckedData = JSON.parse(document);
  return checked;
}

function findCheck(app: App, ledger: DriftLedger, typed: string): DriftCheck | undefined {
  const back = last.exec(typed);
  if (back) {
    const number = Number(back[1] ?? 0);
    return ledger.list({ limit: number + 1 })[number];
  }
  const [latest] = ledger.list({ monitor: typed, limit: 1 });
  if (latest !== undefined) return latest;
  const ids = idPiece.test(typed) ? ledger.idsLike(typed.toUpperCase()) : [];
  const found = ids.flatMap((id) => ledger.find(id) ?? []);
  if (found.length > 1) throw ambiguous(app, typed, found);
  return found[0];
}

function ambiguous(app: App, typed: string, found: readonly DriftCheck[]): MlxError {
  const shown = found
    .slice(0, 5)
    .map(
      ({ id, monitor, started }) =>
        `${shortCheckId(id)} ${displayPath(monitor)} (${relativeTime(started, app.now())})`,
    );
  return new MlxError(
    "MLX_CHECK_AMBIGUOUS",
    `several checks are called ${JSON.stringify(typed)}: ${shown.join(", ")}${found.length > 5 ? ", …" : ""}`,
    { hint: "name the one you mean by more of its id; the last 8 characters do", exitCode: 2 },
  );
}

function notFound(ledger: DriftLedger | undefined, typed: string): MlxError {
  const recent = ledger?.list({ limit: 200 }) ?? [];
  const near = closest(
    typed,
    recent.flatMap(({ id, monitor }) => [shortCheckId(id), monitor]),
  );
  const hint =
    recent.length === 0
      ? "check data first: mlx drift check NAME --data FILE"
      : near === undefined
        ? "mlx drift list shows them"
        : `did you mean ${displayPath(near)}?`;
  return new MlxError("MLX_CHECK_NOT_FOUND", `no check ${JSON.stringify(typed)} is recorded in this clone`, {
    hint,
    exitCode: 2,
  });
}

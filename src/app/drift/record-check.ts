import { randomBytes } from "node:crypto";
import { MlxError } from "../../core/errors.js";
import { numberToJson } from "../../core/json-number.js";
import { ulid } from "../../core/ulid.js";
import type { CheckedData } from "../../drift/checked.js";
import { decides } from "../../drift/dataset-verdict.js";
import type { DriftCheck } from "../../ledger/drift/drift-ledger.js";
import type { App } from "../app.js";
import { codeState } from "../code-state.js";
import type { CheckOutcome } from "./check-data.js";
import { openChecks } from "./open-checks.js";

/** Gives a check an id and, if it is to be kept, a place in the ledger. Where that cannot be written, the check is worth no less: it warns. */
export async function recordCheck(app: App, outcome: CheckOutcome, keep: boolean): Promise<CheckedData> {
  const git = await codeState(app);
  const started = app.now();
  const checked: CheckedData = {
    id: ulid(started, randomBytes(10)),
    started,
    git,
    ...outcome,
  };
  if (!keep) return checked;
  try {
    const ledger = await openChecks(app);
    if (!ledger.readOnly) ledger.add(listed(checked), documentText(checked));
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    app.ui.warn(`the check could not be recorded: ${error.message}`, error.hint);
  }
  return checked;
}

function documentText(checked: CheckedData): string {
  return JSON.stringify(checked, (_key, value: unknown) =>
    typeof value === "number" ? numberToJson(value) : value,
  );
}

function listed({ id, monitor, started, report, data, baseline, git }: CheckedData): DriftCheck {
  const deciding = report.columns.filter(decides);
  return {
    id,
    monitor,
    started,
    verdict: report.verdict,
    reason: report.reason,
    data: data.path,
    sha256: data.sha256,
    baseline: baseline.digest,
    rows: report.rows.current,
    columns: deciding.length,
    drifted: deciding.filter(({ verdict }) => verdict === "drift").length,
    ...git,
  };
}

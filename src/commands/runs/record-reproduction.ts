import type { App } from "../../app/app.js";
import { codeState } from "../../app/code-state.js";
import type { EvidenceTarget } from "../../app/models/evidence-target.js";
import { recordModelEvidence } from "../../app/models/record-model-evidence.js";
import { reproductionEvidence } from "../../app/models/reproduction-evidence.js";
import type { Reproduction } from "../../app/runs/reproduce/reproduce.js";
import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { readModelDetails } from "../../registry/models/model-details.js";
import type { VersionRecord } from "../../registry/types.js";
import { shortId } from "../../runs/short-id.js";
import type { RunRecord } from "../../runs/types.js";

/** @throws {MlxError} `MLX_EVIDENCE_REFUSED`, exit 2, where another run made the version. */
export function requireOwnRun(ledger: RunLedger, run: RunRecord, record: VersionRecord): void {
  const reference = `${record.name}@${record.version}`;
  const own = readModelDetails(record).run?.id;
  const header = own === undefined ? undefined : ledger.idsLike(own).map((id) => ledger.header(id))[0];
  if (own === run.id || header?.commandId === run.id) return;
  throw new MlxError(
    "MLX_EVIDENCE_REFUSED",
    own === undefined
      ? `the record of ${displayPath(reference)} names no run`
      : `the run ${shortId(run.id)} did not make ${displayPath(reference)}: the run ${own.slice(-8)} did`,
    {
      hint:
        own === undefined
          ? `register it from its run: mlx model register ${record.name} PATH --run RUN`
          : `mlx runs reproduce ${own.slice(-8)} --record ${reference}`,
      exitCode: 2,
    },
  );
}

/** Keeps the grade as evidence of the version. @returns the evidence's file, from the top. */
export async function recordReproduction(
  app: App,
  { record: run, reproduction, grade, reasons }: Reproduction,
  { record, author }: EvidenceTarget,
  tolerance: number,
): Promise<string> {
  const evidence = reproductionEvidence(
    {
      run: run.id,
      ...(reproduction !== undefined && { reproducedAs: reproduction }),
      grade,
      reasons,
      tolerance,
    },
    { record, author, time: app.now(), ...(await codeState(app)), taken: false },
  );
  return recordModelEvidence(app, "runs reproduce", evidence);
}

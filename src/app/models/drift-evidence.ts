import type { CheckedData } from "../../drift/checked.js";
import type { DriftEvidence } from "../../registry/evidence/evidence.js";
import { evidenceHead } from "../../registry/evidence/evidence-head.js";
import type { Person, VersionRecord } from "../../registry/types.js";
import { monitorPath } from "../drift/monitor-paths.js";

/** What a drift check is evidence of. Of a check that failed as well as of one that passed. */
export function driftEvidence(
  { id, monitor, started, data, baseline, git, report }: CheckedData,
  of: { readonly record: VersionRecord; readonly author: Person; readonly taken: boolean },
): DriftEvidence {
  return {
    ...evidenceHead({ ...of, time: started, ...git }),
    ...{ kind: "drift", monitor, file: monitorPath(monitor), baseline: baseline.digest },
    data: { path: data.path, sha256: data.sha256 },
    ...{ rows: report.rows.current, verdict: report.verdict, reason: report.reason },
    drifted: report.columns.flatMap(({ name, verdict }) => (verdict === "drift" ? [name] : [])),
    check: id,
  };
}

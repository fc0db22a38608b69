import { MlxError } from "../../core/errors.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { RunLedger } from "../../ledger/run-ledger.js";

/**
 * An experiment that is not there is a mistake; one without runs is not.
 * @throws {MlxError} `MLX_EXPERIMENT_NOT_FOUND`, exit 2.
 */
export function requireExperiments(ledger: RunLedger, names: readonly string[]): void {
  const missing = names.find((name) => ledger.experiment({ name }) === undefined);
  if (missing === undefined) return;
  const known = ledger.experiments().map(({ name }) => displayPath(name));
  const near = closest(missing, known);
  throw new MlxError("MLX_EXPERIMENT_NOT_FOUND", `there is no experiment ${JSON.stringify(missing)}`, {
    hint: near === undefined ? `there are: ${known.join(", ")}` : `did you mean ${near}?`,
    exitCode: 2,
  });
}

import type { RunFacts } from "../../../evals/report/html/sections/header.js";
import type { App } from "../../app.js";
import { existingEvaluations } from "../open-evaluations.js";

/** What the ledger knows of an evaluation beside its results; undefined where it knows nothing of it. */
export async function runFacts(app: App, id: string): Promise<RunFacts | undefined> {
  const evaluation = (await existingEvaluations(app))?.find(id);
  if (evaluation === undefined) return undefined;
  const { started, file, commit, dirty, planned } = evaluation;
  return {
    ...{ started, file, dirty },
    ...(commit !== undefined && { commit }),
    ...(planned !== undefined && { planned }),
  };
}

import { newestEvidence } from "../../registry/evidence/evaluations.js";
import type { ComparedVersion } from "../../registry/models/compare-versions.js";
import { readModelDetails } from "../../registry/models/model-details.js";
import type { App } from "../app.js";
import { modelEntries } from "./model-artifacts.js";
import { requireModel } from "./require-model.js";

/** A version as a comparison needs it. @param reference `NAME@3` or `NAME@champion`. */
export async function readSide(app: App, reference: string): Promise<ComparedVersion> {
  const { item, resolved } = await requireModel(app, reference);
  const { record } = resolved;
  return {
    record,
    details: readModelDetails(record),
    files: await modelEntries(app, resolved),
    evaluations: newestEvidence(item.evidence, record.digest),
  };
}

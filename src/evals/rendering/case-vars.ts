import type { Json } from "../../prompts/types.js";

/** The vars of a case as they are rendered, and which of them somebody else may have written. */
export class CaseVars extends Map<string, Json> {
  /** @param data names of values that come from data: they are written out, and never read as a template or as code. */
  constructor(
    entries: Iterable<readonly [string, Json]>,
    readonly data: ReadonlySet<string>,
  ) {
    super(entries);
  }
}

import { displayPath } from "../../core/visible-text.js";
import type { FindingLevel, ModelRuleId } from "../verdict.js";
import { isAllowed } from "./allowed-names.js";
import { dangerOf } from "./dangerous.js";
import { python3Name } from "./python2-names.js";

/** What there is to say against an import. */
export interface ImportJudgement {
  readonly rule: ModelRuleId;
  readonly level: FindingLevel;
  readonly what: string;
}

/** Judges an import by the allow-list, and says of what is known to be dangerous why. @returns undefined for what is allowed. */
export function judgeImport(module: string, name: string): ImportJudgement | undefined {
  const modern = python3Name(module, name);
  if (isAllowed(module, name) || isAllowed(modern.module, modern.name)) return undefined;
  const shown = displayPath(`${module}.${name}`).slice(0, 200);
  const danger = dangerOf(modern.module, modern.name) ?? dangerOf(module, name);
  if (danger !== undefined)
    return { rule: "dangerous-import", level: "suspicious", what: `imports ${shown}, ${danger}` };
  return {
    rule: "unknown-import",
    level: "unknown",
    what: `imports ${shown}, which is not on the list of what models are made of`,
  };
}

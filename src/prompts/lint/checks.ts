import { checkCacheOrder } from "./check-cache-order.js";
import { checkEnvironment } from "./check-environment.js";
import { checkExamples } from "./check-examples.js";
import { checkModel } from "./check-model.js";
import { checkName } from "./check-name.js";
import { checkParsing } from "./check-parsing.js";
import { registryChecks } from "./check-registry.js";
import { checkRoleLines } from "./check-role-lines.js";
import { checkSchemas } from "./check-schemas.js";
import { checkSize } from "./check-size.js";
import { suiteChecks } from "./check-suites.js";
import { textChecks } from "./check-text.js";
import { checkTrust } from "./check-trust.js";
import { checkVariables } from "./check-variables.js";
import { CollectedFindings } from "./collected-findings.js";
import type { RawFinding } from "./raw-finding.js";
import { type LintLevels, levelOf } from "./settle-findings.js";
import type { Check, Subject } from "./subject.js";

/** Every check, in the order in which they are run. `secret` is looked for in all files together, by an engine of its own. */
const checks: readonly Check[] = [
  ...[checkParsing, checkName, checkVariables, checkEnvironment, ...textChecks, ...registryChecks],
  ...[checkModel, checkTrust, checkSchemas, checkExamples, checkSize, checkCacheOrder, checkRoleLines],
  ...suiteChecks,
];

/** Runs every check on a file that has a rule to apply. */
export async function runChecks(subject: Subject, levels: LintLevels): Promise<RawFinding[]> {
  const found = new CollectedFindings();
  const report = (finding: RawFinding) => found.add(finding);
  for (const check of checks) {
    if (check.rules.every((rule) => levelOf(rule, subject, levels) === "off")) continue;
    const pending = check.run(subject, report);
    if (pending) await pending;
  }
  return found.list();
}

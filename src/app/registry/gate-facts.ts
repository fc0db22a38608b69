import type { FileTree } from "../../core/file-tree.js";
import { promptFile } from "../../prompts/prompt-paths.js";
import { intactEvents } from "../../registry/events/heads.js";
import type { SuiteLookup } from "../../registry/evidence/suite-facts.js";
import type { EvaluationsFacts, GateFacts, LintFacts } from "../../registry/gates/gates.js";
import { recordFile } from "../../registry/paths.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { AliasGate, VersionRecord } from "../../registry/types.js";
import type { ResolvedVersion } from "../../registry/versions/resolve-version.js";
import type { App } from "../app.js";
import { lintPrompts } from "../prompts/lint-prompts.js";
import { overlayTree } from "./overlay-tree.js";
import { recordSignature } from "./record-signature.js";

/** Gathers what the gates of an alias of a prompt ask for, and nothing else. */
export async function promptGateFacts(
  app: App,
  item: RegistryItem,
  { record, frozen }: ResolvedVersion,
  gates: readonly AliasGate[],
): Promise<GateFacts> {
  const asked = new Set(gates.map(({ kind }) => kind));
  const file = recordFile(item.noun, item.name, record.version);
  return {
    record,
    events: intactEvents(item),
    ...(asked.has("lint") && { lint: await lintFrozen(app, item.tree, item.name, frozen) }),
    ...(asked.has("signed") && { signature: await recordSignature(await app.git(), file) }),
    ...(asked.has("evaluation") && { evaluations: await evaluations(app, item, record, gates) }),
  };
}

async function evaluations(
  app: App,
  { evidence, name }: RegistryItem,
  { version, digest }: VersionRecord,
  gates: readonly AliasGate[],
): Promise<EvaluationsFacts> {
  const { lookUpSuite } = await import("../evals/evidence/look-up-suite.js");
  const suites = new Map<string, SuiteLookup>();
  for (const gate of gates) {
    if (gate.kind !== "evaluation") continue;
    suites.set(gate.suite, await lookUpSuite(app, gate.suite, { name, version, record: digest }));
  }
  return { evidence, suites, now: app.now() };
}

/** Lints the frozen text as if it were the working copy, by the rules of today. */
async function lintFrozen(app: App, tree: FileTree, name: string, frozen: Uint8Array): Promise<LintFacts> {
  const file = promptFile(name);
  const { findings } = await lintPrompts(app, { tree: overlayTree(tree, file, frozen), names: [name] });
  const own = findings.filter((finding) => finding.file === file);
  const errors = own.filter(({ severity }) => severity === "error");
  const warnings = own.filter(({ severity }) => severity === "warning");
  return {
    errors: errors.length,
    warnings: warnings.length,
    rules: [...new Set([...errors, ...warnings].map(({ rule }) => rule))],
  };
}

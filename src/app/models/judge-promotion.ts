import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { evidencePrefix, formatEvidence } from "../../registry/evidence/evidence.js";
import { judgeModelGates } from "../../registry/model-gates/judge-model-gates.js";
import type { JudgedGate } from "../../registry/model-gates/judged-gate.js";
import type { ModelSettings } from "../../registry/models/model-settings.js";
import type { RegistryItem } from "../../registry/read-item.js";
import { ArchivedVersions } from "../../registry/versions/archived.js";
import type { ResolvedVersion } from "../../registry/versions/resolve-version.js";
import type { App } from "../app.js";
import type { RegistryStep } from "../registry/change-registry.js";
import { promotionFacts } from "./promotion/promotion-facts.js";
import { settingsOf } from "./promotion/read-settings.js";

/** What the gates of an alias say of a version. */
export interface Judged {
  /** In the order of `model.yaml`; empty where it demands nothing. */
  readonly gates: readonly JudgedGate[];
  /** What gates went by that was in this clone's ledger alone: to be written with the event. */
  readonly newEvidence: readonly RegistryStep[];
  /** The version is archived, so nothing may point at it, whatever else. */
  readonly archived: boolean;
}

/**
 * Judges every gate that `model.yaml` sets for an alias. Writes nothing in the repository; fetches the version's files where a scan is asked for.
 * @throws {MlxError} `MLX_INVALID_MODEL`, `MLX_ALIAS_NAME`, exit 2.
 */
export async function judgePromotion(
  app: App,
  item: RegistryItem,
  resolved: ResolvedVersion,
  alias: string,
): Promise<Judged> {
  const settings = settingsOf(item);
  const gates = settings.gates.get(alias) ?? [];
  requireSameCase(settings, alias);
  const facts = await promotionFacts(app, item, resolved, alias, gates);
  const archived = new ArchivedVersions(item).eventOf(resolved.record.digest);
  const judged = judgeModelGates(gates, facts);
  const named = new Set(judged.flatMap(({ evidence = [] }) => evidence));
  const newEvidence = facts.candidates.flatMap(({ digest, file, evidence }): RegistryStep[] =>
    evidence.ok && named.has(`${evidencePrefix}${digest}`)
      ? [{ write: file, text: formatEvidence(evidence.value) }]
      : [],
  );
  if (archived === undefined) return { gates: judged, newEvidence, archived: false };
  const reference = `${item.name}@${resolved.version}`;
  const why = archived.message === "" ? "" : `: ${displayPath(archived.message)}`;
  const out: JudgedGate = {
    ...{ gate: "not archived", passed: false },
    reason: `it was archived by ${archived.author.email}${why}`,
    hint: `bring it back first: mlx model archive ${reference} --undo -m "why"`,
  };
  return { gates: [out, ...judged], newEvidence, archived: true };
}

/** A slip of the shift key must not go round the gates. @throws {MlxError} `MLX_ALIAS_NAME`, exit 2. */
function requireSameCase({ gates, file }: ModelSettings, alias: string): void {
  if (gates.has(alias)) return;
  const other = [...gates.keys()].find((known) => known.toLowerCase() === alias.toLowerCase());
  if (other === undefined) return;
  throw new MlxError(
    "MLX_ALIAS_NAME",
    `${file} has gates for ${other}, which differs from ${alias} in upper and lower case alone`,
    { hint: `use it: --to ${other}`, exitCode: 2 },
  );
}

import { aliasState } from "../../../registry/aliases/plan-alias.js";
import type { SuiteLookup } from "../../../registry/evidence/suite-facts.js";
import type { AgainstHolder } from "../../../registry/model-gates/facts.js";
import type { ModelGate } from "../../../registry/models/model-settings.js";
import type { RegistryItem } from "../../../registry/read-item.js";
import type { VersionRecord, VersionRef } from "../../../registry/types.js";

/** Holds a version against what holds an alias, for each of its gates that asks for it; what compares is loaded only then. */
export async function holderFacts(
  item: RegistryItem,
  record: VersionRecord,
  alias: string,
  gates: readonly ModelGate[],
  suites: ReadonlyMap<string, SuiteLookup>,
): Promise<ReadonlyMap<ModelGate, AgainstHolder>> {
  const rules = gates.flatMap((gate) => (gate.kind === "nonInferior" ? [gate] : []));
  if (rules.length === 0) return new Map();
  const { pointer } = aliasState(item, alias);
  const holder = pointer?.ok ? recordOf(item, pointer.value) : undefined;
  if (pointer === undefined) return new Map(rules.map((rule) => [rule, { kind: "no-holder" }]));
  if (holder === undefined) {
    const problem = `nobody can tell what ${alias} is now`;
    const hint = `mlx registry verify ${item.name} says why`;
    return new Map(rules.map((rule) => [rule, { kind: "unknown", problem, hint }]));
  }
  const { againstHolder } = await import("../../../registry/model-gates/against-holder.js");
  const { metricDifference } = await import("../../../evals/outcomes/metric-difference.js");
  const facts = { item, record, holder, suites, metricDifference };
  return new Map(rules.map((rule) => [rule, againstHolder(rule, facts)]));
}

/** Undefined where the record is damaged, or another one by now. */
function recordOf({ versions }: RegistryItem, ref: VersionRef): VersionRecord | undefined {
  const record = versions.find(({ version }) => version === ref.version)?.record;
  return record?.ok && record.value.digest === ref.record ? record.value : undefined;
}

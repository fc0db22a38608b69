import { metricDifference } from "../../../evals/outcomes/metric-difference.js";
import { aliasState } from "../../../registry/aliases/plan-alias.js";
import type { SuiteLookup } from "../../../registry/evidence/suite-facts.js";
import { againstHolder } from "../../../registry/model-gates/against-holder.js";
import type { AgainstHolder } from "../../../registry/model-gates/facts.js";
import type { ModelGate, NonInferiorRule } from "../../../registry/models/model-settings.js";
import type { RegistryItem } from "../../../registry/read-item.js";
import type { VersionRecord, VersionRef } from "../../../registry/types.js";

/** Holds a version against what holds an alias, for each of its gates that asks for it. */
export function holderFacts(
  item: RegistryItem,
  record: VersionRecord,
  alias: string,
  gates: readonly ModelGate[],
  suites: ReadonlyMap<string, SuiteLookup>,
): ReadonlyMap<ModelGate, AgainstHolder> {
  const { pointer } = aliasState(item, alias);
  const holder = pointer?.ok ? recordOf(item, pointer.value) : undefined;
  const against = (rule: NonInferiorRule): AgainstHolder => {
    if (pointer === undefined) return { kind: "no-holder" };
    if (holder !== undefined) return againstHolder(rule, { item, record, holder, suites, metricDifference });
    const problem = `nobody can tell what ${alias} is now`;
    return { kind: "unknown", problem, hint: `mlx registry verify ${item.name} says why` };
  };
  return new Map(
    gates.flatMap((gate) => (gate.kind === "nonInferior" ? [[gate, against(gate)] as const] : [])),
  );
}

/** Undefined where the record is damaged, or another one by now. */
function recordOf({ versions }: RegistryItem, ref: VersionRef): VersionRecord | undefined {
  const record = versions.find(({ version }) => version === ref.version)?.record;
  return record?.ok && record.value.digest === ref.record ? record.value : undefined;
}

import type { ModelLineage } from "../../app/models/read-lineage.js";
import { evidenceLine } from "../../registry/evidence/evidence-text.js";
import { lineageGraph } from "../../registry/lineage/build-graph.js";
import type { LineageVersion } from "../../registry/lineage/lineage-source.js";

/** The JSON of `model lineage`: what is known of each version, then the same as a graph. */
export function lineageDocument({ name, versions }: ModelLineage): Record<string, unknown> {
  const { nodes, edges } = lineageGraph(versions);
  return {
    name,
    versions: versions.map(versionDocument),
    graph: { nodes: nodes.map(({ state, ...node }) => ({ ...node, state: state ?? null })), edges },
  };
}

function versionDocument({ record, details, evidence, aliases }: LineageVersion): Record<string, unknown> {
  const { run, code, data, prompts, environment, baseModel, adapters, parameters, metrics, missing } =
    details;
  return {
    version: record.version,
    record: record.digest,
    ...{ author: record.author, time: record.time, message: record.message },
    run: run ?? null,
    code: code ?? null,
    ...{ data: data ?? {}, prompts: prompts ?? {}, parameters: parameters ?? {}, metrics: metrics ?? {} },
    environment: environment ?? null,
    ...{ baseModel: baseModel ?? null, adapters: adapters ?? [] },
    evidence: evidence.map(({ digest, evidence: found }) => {
      const { kind, time, author } = found;
      return { kind, says: evidenceLine(found), time, author, evidence: digest, digest };
    }),
    aliases: aliases.map(({ alias, event }) => ({
      alias,
      ...(event && { kind: event.kind, since: event.time, author: event.author, message: event.message }),
      ...(event && { event: event.id }),
      ...{ gates: event?.gates ?? [], override: event?.override ?? null },
    })),
    missing,
  };
}

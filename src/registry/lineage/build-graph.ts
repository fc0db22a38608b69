import { compareBytes } from "../../core/byte-order.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { formatNumber, formatShare } from "../../core/format-number.js";
import { metricWorth } from "../../runs/metric-direction.js";
import { rollbackText } from "../events/event-text.js";
import { type Evidence, isReproduced } from "../evidence/evidence.js";
import { namedEvidence } from "../evidence/intact-evidence.js";
import type { LineageVersion, VersionEvidence } from "./lineage-source.js";
import {
  type LineageEdge,
  type LineageGraph,
  type LineageKind,
  type LineageNode,
  lineageKinds,
} from "./types.js";

/** Nodes of a kind that one version may add; what is beyond is counted in one. */
const mostOfKind = 12;
const mostFigures = 3;

/** The graph of some versions: what they share is one node. */
export function lineageGraph(versions: readonly LineageVersion[]): LineageGraph {
  const graph = new GraphBuilder();
  for (const version of versions) addVersion(graph, version);
  return graph.done();
}

function addVersion(graph: GraphBuilder, version: LineageVersion): void {
  const { record, details, evidence, aliases } = version;
  const model = graph.node("model", `${record.name}@${record.version}`, modelDetails(version));
  const maker = addRun(graph, version) ?? model;
  if (maker !== model) graph.edge(maker, model);
  const { code, environment, prompts = {}, baseModel, adapters = [] } = details;
  addSome(graph, "data", Object.entries(details.data ?? {}), maker);
  if (code) {
    const changes = code.dirty ? ["with changes that are not committed"] : [];
    graph.edge(graph.node("code", `commit ${code.commit.slice(0, 12)}`, changes), maker);
  }
  if (environment) {
    const { interpreter = "environment", ...others } = environment.summary;
    const lines = Object.entries(others).map(([what, value]) => `${what} ${value}`);
    const known = [...lines.slice(0, mostFigures), environment.digest.slice(0, 12)];
    graph.edge(graph.node("environment", interpreter, known, { key: environment.digest }), maker);
  }
  addSome(graph, "prompt", Object.entries(prompts), model);
  for (const base of [baseModel ?? [], adapters].flat()) graph.edge(graph.node("base", base, []), model);
  const nodes = new Map(evidence.map((found) => [found.digest, addEvidence(graph, found)]));
  for (const node of nodes.values()) graph.edge(model, node);
  for (const { alias, event } of aliases) {
    const set = event === undefined ? [] : [`since ${event.time.slice(0, 10)}`, event.author.email];
    const restored = event?.kind === "rollback" ? [rollbackText] : [];
    const overridden = event?.override === undefined ? [] : ["gates overridden"];
    const state = event?.override === undefined ? undefined : "unclear";
    const node = graph.node("alias", alias, [...set, ...restored, ...overridden], {
      state,
      key: `${record.name} ${alias}`,
    });
    const by = event === undefined ? [] : namedEvidence(event);
    const used = [...nodes].flatMap(([digest, from]) => (by.includes(digest) ? [from] : []));
    for (const from of used.length === 0 ? [model] : used) graph.edge(from, node);
  }
}

/** @returns its node; undefined where no run is known. */
function addRun(
  graph: GraphBuilder,
  { details: { run, parameters = {} } }: LineageVersion,
): string | undefined {
  if (run === undefined) return undefined;
  const settings = Object.entries(parameters).slice(0, mostFigures);
  const more = Object.keys(parameters).length - settings.length;
  return graph.node(
    "run",
    run.name,
    [
      ...(run.command ? [run.command.join(" ")] : []),
      ...settings.map(([key, value]) => `${key} ${String(value)}`),
      ...(more > 0 ? [`and ${countOf(more, "more parameter")}`] : []),
    ],
    { key: run.id },
  );
}

function modelDetails({ record, details }: LineageVersion): string[] {
  const metrics = Object.entries(details.metrics ?? {}).sort(
    ([a], [b]) => metricWorth(b) - metricWorth(a) || compareBytes(a, b),
  );
  return [
    `${details.format}, ${formatBytes(details.bytes)}`,
    ...metrics.slice(0, mostFigures).map(([key, value]) => `${key} ${formatNumber(value)}`),
    `${record.time.slice(0, 10)} ${record.author.email}`,
  ];
}

/** Data and prompts: what has the same name and digest is the same node. */
function addSome(
  graph: GraphBuilder,
  kind: LineageKind,
  entries: readonly (readonly [string, string])[],
  to: string,
): void {
  const shown = entries.length > mostOfKind ? entries.slice(0, mostOfKind - 1) : entries;
  for (const [name, digest] of shown)
    graph.edge(graph.node(kind, name, [digest.slice(0, 12)], { key: `${name} ${digest}` }), to);
  const more = entries.length - shown.length;
  if (more > 0) graph.edge(graph.node(kind, `and ${more} more`, [], { key: `more ${to}` }), to);
}

function addEvidence(graph: GraphBuilder, { digest, evidence }: VersionEvidence): string {
  const { kind, label, state, details } = shownEvidence(evidence);
  return graph.node(kind, label, [...details, evidence.time.slice(0, 10)], { state, key: digest });
}

function shownEvidence(evidence: Evidence): Pick<LineageNode, "kind" | "label" | "details"> & {
  readonly state: LineageNode["state"];
} {
  if (evidence.kind === "evaluation") {
    const { verdict, suite, summary } = evidence;
    const rate = summary.passRate === null ? "" : `, ${formatShare(summary.passRate)}`;
    const state = verdict === "passed" ? "good" : verdict === "failed" ? "bad" : "unclear";
    const details = [`${verdict}: ${summary.passed} of ${summary.cases}${rate}`];
    return { kind: "suite", label: suite.name, state, details };
  }
  if (evidence.kind === "drift") {
    const { verdict, monitor, drifted, data } = evidence;
    const state = verdict === "ok" ? "good" : verdict === "drift" ? "bad" : "unclear";
    const columns = drifted.length === 0 ? [] : [drifted.slice(0, mostFigures).join(", ")];
    return { kind: "monitor", label: monitor, state, details: [`${verdict}: ${data.path}`, ...columns] };
  }
  const { grade, reasons } = evidence;
  const label = grade.replaceAll("_", " ");
  return {
    kind: "reproduction",
    label,
    state: isReproduced(grade) ? "good" : "bad",
    details: reasons.slice(0, 2),
  };
}

class GraphBuilder {
  readonly #nodes = new Map<string, LineageNode>();
  readonly #edges = new Map<string, LineageEdge>();

  /** @param more.key what tells it from others of its kind, its label unless given. @returns its id. */
  node(
    kind: LineageKind,
    label: string,
    details: readonly string[],
    more: { readonly key?: string; readonly state?: LineageNode["state"] } = {},
  ): string {
    const id = `${kind} ${more.key ?? label}`;
    const state = more.state && { state: more.state };
    if (!this.#nodes.has(id)) this.#nodes.set(id, { id, kind, label, details, ...state });
    return id;
  }

  edge(from: string, to: string): void {
    this.#edges.set(JSON.stringify([from, to]), { from, to });
  }

  done(): LineageGraph {
    const rank = ({ kind }: LineageNode) => lineageKinds.indexOf(kind);
    return {
      nodes: [...this.#nodes.values()].sort((a, b) => rank(a) - rank(b)),
      edges: [...this.#edges.values()],
    };
  }
}

import type { PromptSettings } from "../../core/settings.js";
import type { ReleaseFacts } from "../../doctor/facts.js";
import { productionAlias } from "../../doctor/releases.js";
import { aliasTargets } from "../../registry/aliases/alias-targets.js";
import { previousHolder } from "../../registry/aliases/holders.js";
import { aliasEvents, intactEvents } from "../../registry/events/heads.js";
import { reproductionGrades } from "../../registry/evidence/evidence.js";
import { intactEvidence } from "../../registry/evidence/intact-evidence.js";
import { readModelDetails } from "../../registry/models/model-details.js";
import { modelNames } from "../../registry/models/model-names.js";
import type { ModelGate } from "../../registry/models/model-settings.js";
import { type RegistryItem, readItem } from "../../registry/read-item.js";
import type { VersionRecord } from "../../registry/types.js";
import type { App } from "../app.js";
import { registryTree } from "../registry/registry-tree.js";
import { selectItems } from "../registry/select-items.js";
import { bytesOfModel } from "./bytes-of-model.js";
import type { StoreReading } from "./read-store.js";

/** Everything that has a version, and models that have settings. */
export async function registryItems(app: App): Promise<RegistryItem[]> {
  const tree = await registryTree(app);
  const released = selectItems(tree, []);
  const known = new Set(released.filter(({ noun }) => noun === "model").map(({ name }) => name));
  const others = modelNames(tree).filter((name) => !known.has(name));
  return [...released, ...others.map((name) => readItem(tree, "model", name))];
}

/** @throws {MlxError} `MLX_INVALID_MODEL`, exit 2. */
export async function readReleases(
  app: App,
  items: readonly RegistryItem[],
  store: StoreReading,
): Promise<ReleaseFacts[]> {
  const { prompts } = await app.config();
  const releases: ReleaseFacts[] = [];
  for (const item of items) releases.push(await readRelease(app, item, prompts.gates, store));
  return releases;
}

interface Demands {
  readonly settings: string;
  readonly owners: readonly string[];
  /** Aliases that have gates. */
  readonly aliases: readonly string[];
  gatesOf(alias: string): ReleaseFacts["gates"];
}

async function readRelease(
  app: App,
  item: RegistryItem,
  promptGates: PromptSettings["gates"],
  store: StoreReading,
): Promise<ReleaseFacts> {
  const demands = item.noun === "model" ? await demandsOfModel(item) : demandsOfPrompts(promptGates);
  const targets = aliasTargets(item);
  const alias = productionAlias([...new Set([...targets.keys(), ...demands.aliases])]);
  const held = alias === undefined ? undefined : (targets.get(alias) ?? undefined);
  const version = held ?? item.versions.at(-1)?.version;
  const entry = item.versions.find((one) => one.version === version);
  const record = entry?.record?.ok === true ? entry.record.value : undefined;
  const previous =
    alias === undefined || held === undefined ? undefined : await previousOf(app, item, alias, store);
  return {
    ...{ noun: item.noun, name: item.name, settings: demands.settings, owners: demands.owners },
    ...(alias !== undefined && { alias }),
    ...(version !== undefined && { version }),
    versions: item.versions.length,
    live: held !== undefined,
    gates: alias === undefined ? [] : demands.gatesOf(alias),
    ...(item.noun === "model" && record && madeBy(item, record)),
    ...(previous && { previous }),
  };
}

async function demandsOfModel(item: RegistryItem): Promise<Demands> {
  const { settingsOf } = await import("../models/promotion/read-settings.js");
  const { file, owners, gates } = settingsOf(item);
  return {
    ...{ settings: file, owners, aliases: [...gates.keys()] },
    gatesOf: (alias) => (gates.get(alias) ?? []).map(demandOf),
  };
}

function demandOf(gate: ModelGate): ReleaseFacts["gates"][number] {
  return { kind: gate.kind, ...("metric" in gate && { metric: gate.metric }) };
}

function demandsOfPrompts(gates: PromptSettings["gates"]): Demands {
  return {
    ...{ settings: "mlx.yaml", owners: [], aliases: Object.keys(gates) },
    gatesOf: (alias) => {
      const own = Object.hasOwn(gates, alias) ? gates[alias] : undefined;
      return (own ?? []).map((gate) => ({ kind: Object.keys(gate)[0] ?? "" }));
    },
  };
}

/** How a model's version came about, and whether somebody has made it again. */
function madeBy(item: RegistryItem, record: VersionRecord): Pick<ReleaseFacts, "lineage" | "reproduction"> {
  const { run, code, missing } = readModelDetails(record);
  const grades = [...intactEvidence(item).values()].flatMap((one) =>
    one.kind === "reproduction" && one.record === record.digest ? [one.grade] : [],
  );
  const grade = reproductionGrades.find((each) => grades.includes(each));
  return {
    lineage: { ...(run && { run: run.id }), dirty: code?.dirty === true, missing },
    ...(grade !== undefined && { reproduction: { grade } }),
  };
}

async function previousOf(
  app: App,
  item: RegistryItem,
  alias: string,
  store: StoreReading,
): Promise<ReleaseFacts["previous"]> {
  const pointer = item.aliases.find((entry) => entry.alias === alias)?.pointer;
  const head =
    pointer?.ok === true ? intactEvents(item).find(({ id }) => id === pointer.value.event) : undefined;
  const holder = head && previousHolder(aliasEvents(item, alias), head);
  if (holder === undefined) return undefined;
  const { version } = holder;
  return { version, bytes: item.noun === "prompt" ? "git" : await bytesOfModel(app, item, version, store) };
}

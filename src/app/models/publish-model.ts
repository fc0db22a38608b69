import { canonicalJson } from "../../core/canonical-json.js";
import { formatPointer } from "../../data/pointer.js";
import { type DirectoryContent, directoryContent } from "../../data/tree.js";
import type { FileEntry } from "../../data/types.js";
import { type ModelDetails, readModelDetails } from "../../registry/models/model-details.js";
import { modelSettingsFile } from "../../registry/models/model-settings.js";
import { type RegistryItem, readItem } from "../../registry/read-item.js";
import type { Person, VersionRecord } from "../../registry/types.js";
import type { App } from "../app.js";
import type { DataSession } from "../data/session.js";
import { type DecidedVersion, draftPublication, publishDecided } from "../registry/publish-version.js";
import { registryTree } from "../registry/registry-tree.js";
import { modelTemplate } from "./model-template.js";
import type { RegisteredModel, RegisterRequest } from "./register-model.js";

/** A version that is to be written. */
interface NewModel {
  readonly request: RegisterRequest;
  readonly author: Person;
  readonly files: readonly FileEntry[];
  readonly details: ModelDetails;
}

/** Gives a version the next number and writes it, unless it is the latest one again, or `requireLineage` refuses it. */
export async function publishModel(
  session: DataSession,
  model: NewModel,
): Promise<Pick<RegisteredModel, "name" | "version" | "record" | "outcome" | "files">> {
  const { app } = session;
  const { name, dryRun, requireLineage } = model.request;
  const content = directoryContent(model.files);
  let outcome: Outcome = { same: undefined, decided: undefined };
  const choose = (item: RegistryItem): DecidedVersion | undefined => {
    outcome = decide(app, item, model, content);
    return outcome.decided;
  };
  const refused = requireLineage && model.details.missing.length > 0;
  const written: string[] = [];
  if (dryRun || refused) choose(readItem(await registryTree(app), "model", name));
  else {
    await session.cache.insertBytes([...content.manifests.values()]);
    written.push(...(await publishDecided(app, "model", name, choose)));
  }
  const { same, decided } = outcome;
  const record = same ?? decided?.publication.record;
  if (record === undefined) throw new Error(`nothing was decided about ${name}`);
  const told = { name, version: record.version, record };
  if (refused) return { ...told, outcome: "refused", files: [] };
  if (same !== undefined) return { ...told, outcome: "unchanged", files: [] };
  return { ...told, outcome: "registered", files: dryRun ? plannedFiles(decided) : written };
}

interface Outcome {
  /** The latest version, which is the same. */
  readonly same: VersionRecord | undefined;
  readonly decided: DecidedVersion | undefined;
}

function decide(
  app: App,
  item: RegistryItem,
  { request, author, details }: NewModel,
  content: DirectoryContent,
): Outcome {
  const { name, message } = request;
  const latest = item.versions.findLast((entry) => entry.record !== undefined);
  const record = latest?.record;
  const text = formatPointer(content.pointer);
  const base = latest?.version;
  const version = String(Number(base ?? 0) + 1);
  const said = { noun: "model", name, version, text, details: { ...details }, author, message } as const;
  const publication = draftPublication(app, item, { ...said, ...(base !== undefined && { base }) });
  if (record?.ok && record.value.sha256 === publication.record.sha256) {
    const before = readModelDetails(record.value);
    if (lineageText(before) === lineageText(details)) return { same: record.value, decided: undefined };
  }
  const settings = modelSettingsFile(name);
  const isNew = item.tree.read(settings) === undefined;
  const first = { write: settings, text: modelTemplate(name, author.email) };
  return { same: undefined, decided: { publication, text, before: isNew ? [first] : [] } };
}

/** What makes a version another one though its files are the same: all but what a reader of the files makes of them. */
function lineageText(details: ModelDetails): string {
  const {
    artifacts: _,
    files: _files,
    bytes: _bytes,
    format: _format,
    facts: _facts,
    scan: _scan,
    ...said
  } = details;
  const { missing: _missing, ...lineage } = said;
  return canonicalJson(lineage);
}

function plannedFiles(decided: DecidedVersion | undefined): readonly string[] {
  const before = (decided?.before ?? []).flatMap((step) => ("write" in step ? [step.write] : []));
  return [...before, ...(decided?.publication.files ?? [])];
}

import { MlxError } from "../../core/errors.js";
import { fewOf } from "../../core/few-of.js";
import { displayPath } from "../../core/visible-text.js";
import type { FileEntry } from "../../data/types.js";
import { missingLineage } from "../../registry/lineage/lineage-gaps.js";
import type { ModelDetails } from "../../registry/models/model-details.js";
import { shortId } from "../../runs/short-id.js";
import type { DataSession } from "../data/session.js";
import { findMakingRun, readModelSources } from "./find-making-run.js";
import { gatherFiles } from "./gather-files.js";
import { namedData, namedPrompts } from "./named-lineage.js";
import type { RegisterRequest } from "./register-model.js";
import type { MakingRun } from "./run-files.js";
import { type RunLineage, runLineage } from "./run-lineage.js";
import { scanFiles } from "./scan-models.js";
import { describeFiles, type VersionFiles } from "./version-files.js";

/** What a version would be. */
export interface DescribedVersion {
  /** Byte-sorted. */
  readonly files: readonly FileEntry[];
  readonly details: ModelDetails;
  /** What the person should know, as sentences without a full stop. */
  readonly warnings: readonly string[];
  /** Where no run was named and one was found by the bytes: its id. */
  readonly foundRun?: string;
}

/** Takes the files of a version into the cache and says all that is known of them: header, scan, and what the run tells. */
export async function describeVersion(
  session: DataSession,
  request: RegisterRequest,
): Promise<DescribedVersion> {
  const { app } = session;
  const { sources, run: named } = await readModelSources(app, request.paths, request.run);
  if (sources.length === 0 && named === undefined) throw nothingNamed(request.name);
  const { dryRun, follow = false } = request;
  const files = await gatherFiles(session, sources, named, { dryRun, follow });
  const run = named ?? (await findMakingRun(app, files));
  const scan = await scanFiles(
    app,
    files.map(({ path, bytes }) => ({ path, bytes })),
  );
  const described = describeFiles(files, scan);
  const lineage = run && runLineage(app, run);
  const stray = run ? strays(run, files) : [];
  const details = detailsOf(described, lineage, {
    request,
    data: await namedData(session, request.data),
    prompts: await namedPrompts(session, request.prompts),
    allOutputs: stray.length === 0,
  });
  return {
    files: files.map(({ path, sha256, size, mode }) => ({ path, sha256, size, mode })),
    details,
    warnings: [...described.warnings, ...(lineage?.warnings ?? []), ...strayWarning(run, stray)],
    ...(run && named === undefined && { foundRun: run.run.id }),
  };
}

/** The files of which a run has no output with these bytes. */
function strays({ artifacts }: MakingRun, files: readonly FileEntry[]): string[] {
  const written = new Set<string>(artifacts.map(({ sha256 }) => sha256));
  return files.filter(({ sha256 }) => !written.has(sha256)).map(({ path }) => path);
}

function strayWarning(run: MakingRun | undefined, stray: readonly string[]): string[] {
  if (run === undefined || stray.length === 0) return [];
  const names = fewOf(stray.map(displayPath), 3);
  const verb = stray.length === 1 ? "is" : "are";
  return [`${names} ${verb} not what the run ${shortId(run.run.id)} left behind, byte by byte`];
}

interface Named {
  readonly request: RegisterRequest;
  readonly data: NonNullable<ModelDetails["data"]>;
  readonly prompts: NonNullable<ModelDetails["prompts"]>;
  readonly allOutputs: boolean;
}

function detailsOf(
  files: VersionFiles,
  lineage: RunLineage | undefined,
  { request, data: named, prompts, allOutputs }: Named,
): ModelDetails {
  const { warnings: _, baseModel: foundBase, license: foundLicense, ...described } = files;
  const { run, code, environment } = lineage ?? {};
  const data = { ...lineage?.data, ...named };
  const parameters = { ...lineage?.parameters, ...request.parameters };
  const metrics = { ...lineage?.metrics, ...request.metrics };
  const baseModel = request.baseModel ?? foundBase;
  const license = request.license ?? foundLicense;
  const known = {
    ...(run && { run }),
    ...(code && { code }),
    ...(isFilled(data) && { data }),
    ...(isFilled(parameters) && { parameters }),
    ...(environment && { environment }),
  };
  const changesKept = lineage?.changesKept ?? true;
  return {
    ...described,
    ...known,
    ...(isFilled(prompts) && { prompts }),
    ...(isFilled(metrics) && { metrics }),
    ...(baseModel !== undefined && { baseModel }),
    ...(request.adapters && request.adapters.length > 0 && { adapters: request.adapters }),
    ...(license !== undefined && { license }),
    ...(request.tags && isFilled(request.tags) && { tags: request.tags }),
    ...(request.description !== undefined && { description: request.description }),
    missing: missingLineage({ ...known, allOutputs, changesKept }),
  };
}

function isFilled(values: object): boolean {
  return Object.keys(values).length > 0;
}

function nothingNamed(name: string): MlxError {
  return new MlxError("MLX_USAGE", `say which files are to be registered as ${displayPath(name)}`, {
    hint: "name files or folders, or the run whose outputs are meant: --run ID",
    exitCode: 2,
  });
}

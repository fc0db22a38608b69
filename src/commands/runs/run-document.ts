import { timestamp } from "../../core/format-time.js";
import type { LoggedModel, RunArtifact, RunHeader, RunSummary } from "../../runs/types.js";

/** A run in the JSON of `runs list` and its kin. Metrics are the latest numbers, times RFC 3339. */
export function runDocument(run: RunSummary): Record<string, unknown> {
  return {
    ...headerDocument(run),
    params: run.params,
    metrics: Object.fromEntries(Object.entries(run.metrics).map(([key, { value }]) => [key, value])),
    tags: run.tags,
  };
}

export function headerDocument(run: RunHeader): Record<string, unknown> {
  const { git } = run;
  return {
    id: run.id,
    name: run.name,
    experiment: run.experiment,
    kind: run.kind,
    commandId: run.commandId ?? null,
    status: run.status,
    startTime: timestamp(run.startTime),
    endTime: run.endTime === undefined ? null : timestamp(run.endTime),
    exitCode: run.exitCode ?? null,
    signal: run.signal ?? null,
    user: run.user ?? null,
    deletedAt: run.deletedAt === undefined ? null : timestamp(run.deletedAt),
    git: { commit: git.commit ?? null, branch: git.branch ?? null, dirty: git.dirty },
  };
}

export function artifactDocument({ loggedAt, ...artifact }: RunArtifact): Record<string, unknown> {
  return { ...artifact, loggedAt: timestamp(loggedAt) };
}

export function modelDocument({
  createdAt,
  updatedAt,
  deletedAt,
  ...model
}: LoggedModel): Record<string, unknown> {
  return {
    ...model,
    createdAt: timestamp(createdAt),
    updatedAt: timestamp(updatedAt),
    deletedAt: deletedAt === undefined ? null : timestamp(deletedAt),
  };
}

import { canonicalJson } from "../../core/canonical-json.js";
import { formatCount } from "../../core/format-bytes.js";
import { createRedactor, redactValues, secretsOf } from "../../core/redact.js";
import { type Sha256, sha256Of } from "../../core/sha256.js";
import { isWithin } from "../../data/target.js";
import type { ModelDetails } from "../../registry/models/model-details.js";
import { packageFacts } from "../../runs/compare/run-facts.js";
import { environmentInEffect } from "../../runs/environment-differences.js";
import type { PathDigest, RunContext } from "../../runs/types.js";
import type { App } from "../app.js";
import type { MakingRun } from "./run-files.js";

/** What a run says of the model that it made. */
export interface RunLineage
  extends Pick<ModelDetails, "run" | "code" | "data" | "parameters" | "metrics" | "environment"> {
  /** Whether the code is a commit, or all changes beside it were kept. */
  readonly changesKept: boolean;
  /** What the person should know, as sentences without a full stop. */
  readonly warnings: readonly string[];
}

/** Takes what the ledger holds of a run. Credentials in its parameters and its command are masked. */
export function runLineage(app: App, { run }: MakingRun): RunLineage {
  const { context, git } = run;
  const redact = createRedactor(secretsOf(app.env));
  const snapshot = context.code?.snapshot;
  const data = dataOf(context);
  const outputs = digests(context.outputs ?? []);
  const metrics = Object.entries(run.metrics).map(([key, { value }]) => [key, value] as const);
  const finite = metrics.filter(([, value]) => Number.isFinite(value));
  const environment = environmentOf(context);
  const parameters = redactValues(run.params, redact);
  return {
    run: {
      ...{ id: run.id, name: run.name, experiment: run.experiment },
      ...(context.command && { command: context.command.argv.map(redact) }),
      ...(Object.keys(outputs).length > 0 && { outputs }),
    },
    ...(git.commit !== undefined && {
      code: {
        ...{ commit: git.commit, dirty: git.dirty },
        ...(snapshot !== undefined && { snapshot: snapshot.commit }),
      },
    }),
    ...(Object.keys(data.known).length > 0 && { data: data.known }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(finite.length > 0 && { metrics: Object.fromEntries(finite) }),
    ...(environment && { environment }),
    changesKept: !git.dirty || (snapshot !== undefined && snapshot.omitted.length === 0),
    warnings: [
      ...(run.status === "finished" ? [] : [`the run ${run.name} is ${run.status}, not finished`]),
      ...metrics
        .filter(([, value]) => !Number.isFinite(value))
        .map(([key, value]) => `the metric ${key} of the run is ${value}, which is left out`),
      ...data.modified.map(
        (path) =>
          `${path} was not what its pointer says when the run read it, so that its digest is not known`,
      ),
    ],
  };
}

interface RunData {
  readonly known: Readonly<Record<string, Sha256>>;
  readonly modified: readonly string[];
}

/**
 * The data that a run read: its declared inputs; where it declared none, what was tracked and there when it began, without
 * what it wrote itself.
 */
function dataOf({ data, inputs = [], outputs = [] }: RunContext): RunData {
  if (inputs.length > 0) return { known: digests(inputs), modified: [] };
  const absent = new Set([...(data?.missing ?? []), ...(data?.modified ?? [])]);
  const isOutput = (path: string) =>
    outputs.some((output) => isWithin(path, output.path) || isWithin(output.path, path));
  const read = (data?.pointers ?? []).filter(({ path }) => !isOutput(path));
  return {
    known: digests(read.filter(({ path }) => !absent.has(path))),
    modified: (data?.modified ?? []).filter((path) => read.some((item) => item.path === path)),
  };
}

function digests(paths: readonly PathDigest[]): Record<string, Sha256> {
  return Object.fromEntries(
    paths.flatMap(({ path, sha256 }) => (sha256 === undefined ? [] : [[path, sha256]])),
  );
}

/** The digest is of everything about the machine and its software that can change results; the summary is for people. */
function environmentOf(context: RunContext): ModelDetails["environment"] {
  const { environment } = context;
  if (environment === undefined) return undefined;
  const { os, arch, interpreter, container, gpus } = environment;
  const packages = Object.keys(packageFacts(context)).length;
  const summary: Readonly<Record<string, string | undefined>> = {
    os,
    arch,
    interpreter: interpreter && `${interpreter.name} ${interpreter.version}`,
    packages: packages === 0 ? undefined : formatCount(packages),
    container: container?.image,
    gpus: gpus && gpus.length > 0 ? gpus.map(({ name }) => name).join(", ") : undefined,
  };
  return {
    digest: sha256Of(canonicalJson(environmentInEffect(context))),
    summary: Object.fromEntries(
      Object.entries(summary).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
  };
}

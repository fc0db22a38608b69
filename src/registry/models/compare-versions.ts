import { compareBytes } from "../../core/byte-order.js";
import type { Sha256 } from "../../core/sha256.js";
import type { FileEntry } from "../../data/types.js";
import {
  type ComparedMetric,
  compareMetrics,
  type DirectionChoice,
} from "../../runs/compare/compare-metrics.js";
import { type ComparedRow, compareMaps } from "../../runs/compare/compared-row.js";
import type { FoundEvaluation } from "../evidence/evaluations.js";
import type { VersionRecord } from "../types.js";
import type { ModelDetails } from "./model-details.js";
import { modelFactTexts } from "./model-fact-texts.js";

/** One of two versions that are compared. */
export interface ComparedVersion {
  readonly record: VersionRecord;
  readonly details: ModelDetails;
  /** Byte-sorted by path. */
  readonly files: readonly FileEntry[];
  /** The newest of each suite. */
  readonly evaluations: readonly FoundEvaluation[];
}

/** A file as one of the versions has it. */
export interface ComparedFile {
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  /** Absent beyond the first thousand files. */
  readonly format?: string;
}

export interface FileChange {
  readonly path: string;
  readonly change: "added" | "removed" | "changed" | "same";
  readonly before?: ComparedFile;
  readonly after?: ComparedFile;
}

/** What two versions have in common and what not; rows hold the first version's value, then the second's. */
export interface VersionComparison {
  /** Byte-sorted by path. */
  readonly files: readonly FileChange[];
  /** What the header of the main file says, and the scan. */
  readonly facts: readonly ComparedRow[];
  readonly metrics: readonly ComparedMetric[];
  /** By suite: the newest evaluation of each version; undefined where it has none. */
  readonly evaluations: readonly {
    readonly suite: string;
    readonly found: readonly (FoundEvaluation | undefined)[];
  }[];
  readonly parameters: readonly ComparedRow[];
  /** Digests, by path. */
  readonly data: readonly ComparedRow[];
  /** Digests of records, by `name@version`. */
  readonly prompts: readonly ComparedRow[];
  /** The run, its command and the commit. */
  readonly origin: readonly ComparedRow[];
  readonly environment: readonly ComparedRow[];
  /** Base model, adapters, licence, tags, description. */
  readonly card: readonly ComparedRow[];
}

/** Compares two versions, of one model or of two. Of a pointer's files none is read. */
export function compareVersions(
  before: ComparedVersion,
  after: ComparedVersion,
  choice: DirectionChoice,
): VersionComparison {
  const sides = [before, after];
  const rows = (texts: (details: ModelDetails) => Readonly<Record<string, string>>) =>
    compareMaps(sides.map(({ details }) => texts(details)));
  return {
    files: compareFiles(before, after),
    facts: rows(modelFactTexts),
    metrics: compareMetrics(
      sides.map(({ details }) => latestOf(details)),
      choice,
    ),
    evaluations: compareEvaluations(sides),
    parameters: rows(({ parameters = {} }) => texts(parameters)),
    data: rows(({ data = {} }) => data),
    prompts: rows(({ prompts = {} }) => prompts),
    origin: rows(originTexts),
    environment: rows(({ environment }) =>
      environment === undefined ? {} : { ...environment.summary, digest: environment.digest },
    ),
    card: rows(cardTexts),
  };
}

/** Whether there is no difference but in who registered it, when and under which number. */
export function isSameVersion({ files, metrics, evaluations: _, ...rest }: VersionComparison): boolean {
  return (
    files.every(({ change }) => change === "same") &&
    metrics.every(({ differs }) => !differs) &&
    Object.values(rest).every((rows) => rows.every(({ differs }) => !differs))
  );
}

function compareFiles(before: ComparedVersion, after: ComparedVersion): FileChange[] {
  const [was, is] = [filesOf(before), filesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].sort(compareBytes).map((path) => {
    const [a, b] = [was.get(path), is.get(path)];
    const present = { ...(a && { before: a }), ...(b && { after: b }) };
    if (a === undefined) return { path, change: "added", ...present };
    if (b === undefined) return { path, change: "removed", ...present };
    return { path, change: a.sha256 === b.sha256 ? "same" : "changed", ...present };
  });
}

function filesOf({ files, details }: ComparedVersion): ReadonlyMap<string, ComparedFile> {
  const formats = new Map(details.artifacts.map(({ path, format }) => [path, format]));
  return new Map(
    files.map(({ path, sha256, size }) => {
      const format = formats.get(path);
      return [path, { sha256, size, ...(format !== undefined && { format }) }];
    }),
  );
}

/** A version has one value of each metric: the step does not matter. */
function latestOf({ metrics = {} }: ModelDetails) {
  return Object.fromEntries(
    Object.entries(metrics).map(([key, value]) => [key, { value, step: 0, timestamp: 0 }]),
  );
}

function compareEvaluations(sides: readonly ComparedVersion[]): VersionComparison["evaluations"] {
  const bySuite = sides.map(
    ({ evaluations }) => new Map(evaluations.map((found) => [found.evidence.suite.name, found])),
  );
  const suites = new Set(bySuite.flatMap((found) => [...found.keys()]));
  return [...suites].sort(compareBytes).map((suite) => ({
    suite,
    found: bySuite.map((found) => found.get(suite)),
  }));
}

function texts(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}

function originTexts({ run, code }: ModelDetails): Record<string, string> {
  return {
    ...(run && { run: run.id, name: run.name, experiment: run.experiment }),
    ...(run?.command && { command: run.command.join(" ") }),
    ...(code && { commit: `${code.commit}${code.dirty ? " with changes" : ""}` }),
  };
}

function cardTexts({
  baseModel,
  adapters,
  license,
  tags,
  description,
}: ModelDetails): Record<string, string> {
  return {
    ...(baseModel !== undefined && { "base model": baseModel }),
    ...(adapters && { adapters: adapters.join(", ") }),
    ...(license !== undefined && { license }),
    ...(description !== undefined && { description }),
    ...Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [`tag ${key}`, value])),
  };
}

import { isSha256, type Sha256 } from "../../core/sha256.js";
import { isUlid, type Ulid } from "../../core/ulid.js";
import type { VersionRecord } from "../types.js";

/** A file of a version. */
export interface ModelArtifact {
  /** As `pull` writes it: relative, with `/`. */
  readonly path: string;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  /** As `model scan` calls it: `safetensors`, `pickle`, … */
  readonly format: string;
}

/** What the header of the main file says; small enough to stand in git. */
export interface ModelHeader {
  readonly framework?: string;
  readonly architecture?: string;
  readonly quantisation?: string;
  readonly tensors?: number;
  readonly parameters?: number;
  readonly dtypes?: Readonly<Record<string, number>>;
  readonly opsets?: Readonly<Record<string, number>>;
  readonly producer?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly lora?: { readonly rank: number; readonly alpha?: number; readonly targets?: readonly string[] };
}

/** The run that made a version. */
export interface ModelRun {
  readonly id: Ulid;
  readonly name: string;
  readonly experiment: string;
  /** The program and its arguments. */
  readonly command?: readonly string[];
  /** What it left behind, by path from the repository's top: of a folder the digest of its listing. */
  readonly outputs?: Readonly<Record<string, Sha256>>;
}

/** The parts of a version's lineage that may be unknown. */
export const lineageParts = [
  "run",
  "outputs",
  "commit",
  "changes",
  "data",
  "parameters",
  "environment",
] as const;
export type LineagePart = (typeof lineageParts)[number];

export type ParameterValue = string | number | boolean;

/** What the record of a model's version keeps as `details`. What is not known is absent. */
export interface ModelDetails {
  /** Byte-sorted by path; the first 1,000. */
  readonly artifacts: readonly ModelArtifact[];
  /** How many there are. */
  readonly files: number;
  /** Of all of them together. */
  readonly bytes: number;
  /** Of the main file. */
  readonly format: string;
  readonly facts?: ModelHeader;
  readonly scan: { readonly verdict: string; readonly rules: readonly string[] };
  readonly run?: ModelRun;
  /** `snapshot`: the commit in which the run's clone keeps the changed working tree. */
  readonly code?: { readonly commit: string; readonly dirty: boolean; readonly snapshot?: string };
  /** By path from the repository's top: of a folder the digest of its listing. */
  readonly data?: Readonly<Record<string, Sha256>>;
  /** The digest of its record by `name@version`. */
  readonly prompts?: Readonly<Record<string, Sha256>>;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly environment?: { readonly digest: Sha256; readonly summary: Readonly<Record<string, string>> };
  readonly baseModel?: string;
  readonly adapters?: readonly string[];
  readonly license?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly description?: string;
  /** What of the lineage is not known, of `lineageParts`; a newer mlx may name others. */
  readonly missing: readonly string[];
}

/** How many files a record names one by one. */
export const mostArtifacts = 1000;

/**
 * Reads the details of a model's record. Keys that it does not know are passed over, and a value of another kind than it
 * expects counts as absent: the record's digest has been checked, so a newer mlx wrote it.
 */
export function readModelDetails({ details }: Pick<VersionRecord, "details">): ModelDetails {
  const at = (key: string) => details[key];
  const scan = mapping(at("scan"));
  const facts = headerOf(at("facts"));
  const run = runOf(at("run"));
  const code = codeOf(at("code"));
  const environment = environmentOf(at("environment"));
  const baseModel = textOf(at("baseModel"));
  const license = textOf(at("license"));
  const description = textOf(at("description"));
  const adapters = textsOf(at("adapters"));
  const data = valuesOf(at("data"), digestOf);
  const prompts = valuesOf(at("prompts"), digestOf);
  const parameters = valuesOf(at("parameters"), parameterOf);
  const metrics = valuesOf(at("metrics"), numberOf);
  const tags = valuesOf(at("tags"), textOf);
  return {
    artifacts: listOf(at("artifacts"), artifactOf) ?? [],
    files: numberOf(at("files")) ?? 0,
    bytes: numberOf(at("bytes")) ?? 0,
    format: textOf(at("format")) ?? "unknown",
    scan: { verdict: textOf(scan["verdict"]) ?? "unknown", rules: textsOf(scan["rules"]) ?? [] },
    missing: textsOf(at("missing")) ?? [],
    ...(facts && { facts }),
    ...(run && { run }),
    ...(code && { code }),
    ...(data && { data }),
    ...(prompts && { prompts }),
    ...(parameters && { parameters }),
    ...(metrics && { metrics }),
    ...(environment && { environment }),
    ...(baseModel !== undefined && { baseModel }),
    ...(adapters && { adapters }),
    ...(license !== undefined && { license }),
    ...(tags && { tags }),
    ...(description !== undefined && { description }),
  };
}

function artifactOf(value: unknown): ModelArtifact | undefined {
  const { path, sha256, size, format } = mapping(value);
  const digest = digestOf(sha256);
  if (typeof path !== "string" || digest === undefined || typeof size !== "number") return undefined;
  return { path, sha256: digest, size, format: textOf(format) ?? "unknown" };
}

function headerOf(value: unknown): ModelHeader | undefined {
  if (!isMapping(value)) return undefined;
  const texts = pick(value, ["framework", "architecture", "quantisation", "producer"] as const, textOf);
  const counts = pick(value, ["tensors", "parameters"] as const, numberOf);
  const tallies = pick(value, ["dtypes", "opsets"] as const, (item) => valuesOf(item, numberOf));
  const lists = pick(value, ["inputs", "outputs"] as const, textsOf);
  const { rank, alpha, targets } = mapping(value["lora"]);
  const [scale, layers] = [numberOf(alpha), textsOf(targets)];
  const lora = typeof rank === "number" && {
    lora: { rank, ...(scale !== undefined && { alpha: scale }), ...(layers && { targets: layers }) },
  };
  return { ...texts, ...counts, ...tallies, ...lists, ...(lora || {}) };
}

function runOf(value: unknown): ModelRun | undefined {
  const { id, name, experiment, command, outputs } = mapping(value);
  if (typeof id !== "string" || !isUlid(id)) return undefined;
  const [argv, left] = [textsOf(command), valuesOf(outputs, digestOf)];
  return {
    ...{ id, name: textOf(name) ?? id, experiment: textOf(experiment) ?? "Default" },
    ...(argv && { command: argv }),
    ...(left && { outputs: left }),
  };
}

function codeOf(value: unknown): ModelDetails["code"] {
  const { commit, dirty, snapshot } = mapping(value);
  if (typeof commit !== "string") return undefined;
  return { commit, dirty: dirty === true, ...(typeof snapshot === "string" && { snapshot }) };
}

function environmentOf(value: unknown): ModelDetails["environment"] {
  const { digest, summary } = mapping(value);
  const sha256 = digestOf(digest);
  return sha256 && { digest: sha256, summary: valuesOf(summary, textOf) ?? {} };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A metric that JSON has no number for was written as a text. */
function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function digestOf(value: unknown): Sha256 | undefined {
  return typeof value === "string" && isSha256(value) ? value : undefined;
}

function parameterOf(value: unknown): ParameterValue | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : undefined;
}

function textsOf(value: unknown): string[] | undefined {
  return listOf(value, textOf);
}

function listOf<T>(value: unknown, read: (item: unknown) => T | undefined): T[] | undefined {
  return Array.isArray(value) ? value.flatMap((item: unknown) => read(item) ?? []) : undefined;
}

function valuesOf<T>(
  value: unknown,
  read: (item: unknown) => T | undefined,
): Readonly<Record<string, T>> | undefined {
  if (!isMapping(value)) return undefined;
  const read1 = Object.entries(value).flatMap(([key, item]) => {
    const known = read(item);
    return known === undefined ? [] : [[key, known] as const];
  });
  return Object.fromEntries(read1);
}

/** Those of `keys` that have a value. */
function pick<K extends string, T>(
  value: Readonly<Record<string, unknown>>,
  keys: readonly K[],
  read: (item: unknown) => T | undefined,
): { readonly [key in K]?: T } {
  const found: { [key in K]?: T } = {};
  for (const key of keys) {
    const known = read(value[key]);
    if (known !== undefined) found[key] = known;
  }
  return found;
}
